using System.Globalization;

namespace CallbackBot.Dialogs.Understanding.Lexicon;

/// <summary>A phrase of the table that occurs in a reply.</summary>
/// <param name="Label">What it means.</param>
/// <param name="Strength">How sure that is, 0..1.</param>
/// <param name="First">First token.</param>
/// <param name="Count">Tokens.</param>
/// <param name="Clause">Index of the clause.</param>
internal readonly record struct PhraseHit(string Label, double Strength, int First, int Count, int Clause);

/// <summary>
/// Phrases that mean something as a whole, read from <c>phrases-zh.tsv</c> and <c>phrases-en.tsv</c>. A phrase is a row of elements:
/// a word, words with <c>/</c> between them, <c>{Class}</c> or <c>{Class,Class}</c>, <c>*</c> for up to four other words, <c>^</c> and <c>$</c> for
/// the ends of the clause; <c>?</c> after an element makes it optional. A phrase of plain words is found as it is written, so that it does
/// not change how replies are cut into words.
/// </summary>
internal sealed class PhraseTable
{
    private const int WidestGap = 4;
    private const WordClass Polar = WordClass.Not | WordClass.No | WordClass.NotQuite | WordClass.Deny | WordClass.Nobody | WordClass.Sad;

    private static readonly char[] Special = ['{', '*', '^', '$', '/', '?'];

    private readonly Vocabulary _plain = new();
    private readonly List<List<Phrase>> _byPlain = [];
    private readonly Dictionary<int, List<Phrase>> _byWord = [];
    private readonly List<Phrase>[] _byClass = [.. Enumerable.Range(0, 64).Select(_ => new List<Phrase>())];

    private enum ElementKind { Word, Gap, Begin, End }

    private sealed record Element(ElementKind Kind, WordClass Classes, int[] Words, bool Optional);

    private sealed record Phrase(string[] Questions, string Label, double Strength, Element[] Elements)
    {
        public bool AppliesTo(string question) => Questions is ["*"] || Array.IndexOf(Questions, question) >= 0;
    }

    /// <summary>Reads the table of a language; words that it names are added to the vocabulary.</summary>
    public static PhraseTable Load(string language, Vocabulary vocabulary)
    {
        var table = new PhraseTable();
        foreach (var row in DataFile.Rows($"Understanding.Data.phrases-{language}.tsv", 4))
        {
            var questions = row[0].Split(',');
            var strength = double.Parse(row[2], CultureInfo.InvariantCulture);
            foreach (var text in DataFile.Phrases(row[3]))
            {
                var plain = text.IndexOfAny(Special) < 0 && (language == "en" || !text.Contains(' '));
                var phrase = new Phrase(questions, row[1], strength, plain ? [] : Compile(text, vocabulary));
                if (plain) table.AddPlain(text, phrase);
                else table.Add(phrase);
            }
        }
        return table;
    }

    /// <summary>All phrases that occur in the reply and apply to the question.</summary>
    public List<PhraseHit> Find(Reply reply, string question)
    {
        var hits = new List<PhraseHit>();
        var plain = new List<(int Word, int Length)>();
        for (var c = 0; c < reply.Clauses.Count; c++)
        {
            var clause = reply.Clauses[c];
            for (var t = clause.First; t < clause.First + clause.Count; t++)
            {
                var token = reply.Tokens[t];
                // Inside a word too (可说|不准 holds 说不准), but 行吧 is not what 不行吧 says.
                var inside = Vocabulary.IsLatin(reply.Text[token.Start]) || token.Is(Polar) ? 1 : token.Length;
                for (var at = token.Start; at < token.Start + inside; at++)
                {
                    plain.Clear();
                    _plain.AllAt(reply.Text, at, plain);
                    foreach (var (word, length) in plain) Take(_byPlain[word], c, t, at + length);
                }
                if (token.Word >= 0 && _byWord.TryGetValue(token.Word, out var named)) Try(named, c, t);
                for (var bits = (ulong)token.Classes; bits != 0; bits &= bits - 1)
                    Try(_byClass[System.Numerics.BitOperations.TrailingZeroCount(bits)], c, t);
            }
        }
        return hits;

        void Take(List<Phrase> phrases, int c, int t, int end)
        {
            var count = 1;
            while (t + count < reply.Tokens.Count && reply.Tokens[t + count].Start < end) count++;
            foreach (var phrase in phrases)
            {
                if (phrase.AppliesTo(question)) hits.Add(new PhraseHit(phrase.Label, phrase.Strength, t, count, c));
            }
        }

        void Try(List<Phrase> phrases, int c, int t)
        {
            foreach (var phrase in phrases)
            {
                if (!phrase.AppliesTo(question)) continue;
                var end = Match(phrase.Elements, 0, reply, reply.Clauses[c], t);
                if (end > t) hits.Add(new PhraseHit(phrase.Label, phrase.Strength, t, end - t, c));
            }
        }
    }

    /// <summary>Index after the last token matched, or -1.</summary>
    private static int Match(Element[] elements, int at, Reply reply, Clause clause, int t)
    {
        if (at == elements.Length) return t;
        var end = clause.First + clause.Count;
        var element = elements[at];
        switch (element.Kind)
        {
            case ElementKind.Begin:
                return t == clause.First ? Match(elements, at + 1, reply, clause, t) : -1;
            case ElementKind.End:
                return t == end ? Match(elements, at + 1, reply, clause, t) : -1;
            case ElementKind.Gap:
                for (var next = t; next <= Math.Min(t + WidestGap, end); next++)
                {
                    var found = Match(elements, at + 1, reply, clause, next);
                    if (found >= 0) return found;
                }
                return -1;
        }
        if (t < end && (reply.Tokens[t].Is(element.Classes) || Array.IndexOf(element.Words, reply.Tokens[t].Word) >= 0))
        {
            var found = Match(elements, at + 1, reply, clause, t + 1);
            if (found >= 0) return found;
        }
        return element.Optional ? Match(elements, at + 1, reply, clause, t) : -1;
    }

    private void AddPlain(string text, Phrase phrase)
    {
        var word = _plain.Add(text, WordClass.None);
        if (word == _byPlain.Count) _byPlain.Add([]);
        _byPlain[word].Add(phrase);
    }

    private void Add(Phrase phrase)
    {
        // Indexed by every element it can begin with, so that a token meets only the phrases that concern it.
        foreach (var element in phrase.Elements)
        {
            if (element.Kind == ElementKind.Begin) continue;
            if (element.Kind != ElementKind.Word)
                throw new InvalidDataException($"A phrase for '{phrase.Label}' does not begin with a word.");
            foreach (var word in element.Words)
            {
                if (!_byWord.TryGetValue(word, out var list)) _byWord[word] = list = [];
                list.Add(phrase);
            }
            for (var bits = (ulong)element.Classes; bits != 0; bits &= bits - 1)
                _byClass[System.Numerics.BitOperations.TrailingZeroCount(bits)].Add(phrase);
            if (!element.Optional) return;
        }
    }

    /// <summary>The longest plain phrase that begins at a place, in characters.</summary>
    public int LongestPlainAt(ReadOnlySpan<char> text, int start)
    {
        _plain.LongestAt(text, start, out var length);
        return length;
    }

    private static Element[] Compile(string text, Vocabulary vocabulary)
    {
        var elements = new List<Element>();
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var optional = part.Length > 1 && part.EndsWith('?');
            var body = optional ? part[..^1] : part;
            elements.Add(body switch
            {
                "*" => new Element(ElementKind.Gap, WordClass.None, [], false),
                "^" => new Element(ElementKind.Begin, WordClass.None, [], false),
                "$" => new Element(ElementKind.End, WordClass.None, [], false),
                ['{', .. var names, '}'] => new Element(ElementKind.Word, Enum.Parse<WordClass>(names), [], optional),
                _ => new Element(ElementKind.Word, WordClass.None,
                    [.. body.Split('/').Select(word => vocabulary.Add(word.Replace('_', ' '), WordClass.None))], optional),
            });
        }
        return [.. elements];
    }
}
