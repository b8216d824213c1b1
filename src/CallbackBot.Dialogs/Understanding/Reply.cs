using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding;

/// <summary>A reply cut into words and clauses.</summary>
internal sealed class Reply
{
    private static readonly string[] Subjects =
        [" it ", " i ", " they ", " that ", " this ", " he ", " she ", " we ", " you ", " nobody ", " someone ", " somebody ", " not ", " no ", " the "];

    private Reply(string text, List<Token> tokens, List<Clause> clauses)
    {
        Text = text;
        Tokens = tokens;
        Clauses = clauses;
    }

    /// <summary>The normalised text.</summary>
    public string Text { get; }

    /// <summary>All words, without marks.</summary>
    public List<Token> Tokens { get; }

    /// <summary>The clauses in order.</summary>
    public List<Clause> Clauses { get; }

    /// <summary>The characters of a run of tokens.</summary>
    public ReadOnlySpan<char> Quote(int first, int count)
    {
        var (start, length) = Span(first, count);
        return Text.AsSpan(start, length);
    }

    /// <summary>The token at a place of the text, or the one before it.</summary>
    public int TokenAt(int place)
    {
        var t = Tokens.Count - 1;
        while (t > 0 && Tokens[t].Start > place) t--;
        return t;
    }

    /// <summary>The clause that holds a token.</summary>
    public int ClauseOf(int token)
    {
        var c = Clauses.Count - 1;
        while (c > 0 && Clauses[c].First > token) c--;
        return c;
    }

    /// <summary>The characters of a clause.</summary>
    public string QuoteClause(int clause) => Quote(Clauses[clause].First, Clauses[clause].Count).ToString();

    /// <summary>The reply without some clauses, and without the "but" behind them; when they are all of it, without the words named of each.</summary>
    public string Without(List<(int Clause, int First, int Count)> parts)
    {
        var kept = Enumerable.Range(0, Clauses.Count).Where(c => !parts.Exists(p => p.Clause == c)).Select(QuoteRest).ToList();
        if (kept.Count > 0) return string.Join(", ", kept);
        var text = Text.ToCharArray();
        foreach (var (_, first, count) in parts)
        {
            var (start, length) = Span(first, count);
            text.AsSpan(start, length).Fill(' ');
        }
        return new string(text);

        string QuoteRest(int c) => c > 0 && Clauses[c].Count > 1 && Tokens[Clauses[c].First].Is(WordClass.Contrast) && parts.Exists(p => p.Clause == c - 1)
            ? Quote(Clauses[c].First + 1, Clauses[c].Count - 1).ToString()
            : QuoteClause(c);
    }

    /// <summary>Where a run of tokens stands in the text.</summary>
    public (int Start, int Length) Span(int first, int count)
    {
        var end = Tokens[first + count - 1];
        return (Tokens[first].Start, end.Start + end.Length - Tokens[first].Start);
    }

    /// <summary>Cuts a normalised reply: at marks, and in front of a word that turns the thought (但是, but).</summary>
    public static Reply Parse(string text, Vocabulary vocabulary)
    {
        var tokens = new List<Token>(text.Length / 2 + 1);
        var clauses = new List<Clause>(4);
        var first = 0;
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            if (c == ' ')
            {
                i++;
                continue;
            }
            if (!char.IsLetterOrDigit(c) && c != '%')
            {
                Close(c is '?', c is '…' || (c == '.' && i + 1 < text.Length && text[i + 1] == '.'));
                i++;
                continue;
            }
            var word = vocabulary.LongestAt(text, i, out var length);
            if (word < 0) length = Unknown(text, i);
            var classes = word < 0 ? NumberClass(text, i) : vocabulary.ClassesOf(word);
            if ((classes & WordClass.Contrast) != 0) Close(false, false);
            tokens.Add(new Token(word, classes, i, length));
            i += length;
            if (tokens.Count - first == 1 && AnswersFirst(text, tokens[^1], i)) Close(false, false);
        }
        Close(false, false);
        return new Reply(text, tokens, clauses);

        void Close(bool asks, bool trails)
        {
            if (tokens.Count == first)
            {
                // A second mark ("？！", "……") belongs to the clause that has just ended.
                if (clauses.Count > 0 && (asks || trails))
                    clauses[^1] = clauses[^1] with { Asks = clauses[^1].Asks || asks, Trails = clauses[^1].Trails || trails };
                return;
            }
            var classes = WordClass.None;
            for (var t = first; t < tokens.Count; t++) classes |= tokens[t].Classes;
            clauses.Add(new Clause(first, tokens.Count - first, classes, asks || tokens[^1].Is(WordClass.Particle), trails));
            first = tokens.Count;
        }
    }

    /// <summary>"no it is not fixed": recognisers write no comma after a yes or no that answers on its own.</summary>
    private static bool AnswersFirst(string text, Token token, int end) =>
        token.Is(WordClass.Yes | WordClass.No) && Vocabulary.IsLatin(text[token.Start])
        && Array.Exists(Subjects, s => string.CompareOrdinal(text, end, s, 0, s.Length) == 0);

    private static int Unknown(string text, int start)
    {
        if (!Vocabulary.IsLatin(text[start])) return char.IsHighSurrogate(text[start]) && start + 1 < text.Length ? 2 : 1;
        var end = start;
        while (end < text.Length && Vocabulary.IsLatin(text[end])) end++;
        return end - start;
    }

    private static WordClass NumberClass(string text, int start) => char.IsAsciiDigit(text[start]) ? WordClass.Number : WordClass.None;
}
