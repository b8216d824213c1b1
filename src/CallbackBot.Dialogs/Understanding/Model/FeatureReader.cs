using System.Numerics;
using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Model;

/// <summary>
/// Lists what the model may look at. The prefix of a feature's name says what it is:
/// <c>c:</c> characters in a row, <c>w:</c> words in a row (<c>^</c> begins the clause, <c>$</c> or <c>?</c> ends it); <c>first:</c>, <c>mid:</c> and <c>last:</c>
/// the same in the first, a middle and the last of several clauses; <c>not:</c> a word behind a denial; <c>k:</c> a class of words (WordClass.cs),
/// <c>kl:</c> the same in the last clause, <c>kk:</c> one class behind another, <c>kx:</c> one in a later clause than another (praise, then trouble: irony; an
/// answer, then its correction); <c>nn:</c> in English, a class behind a second denial of its clause, and whether the denials are even ("can't say they never called");
/// and those of <see cref="RuleFeatures"/>.
/// </summary>
internal static class FeatureReader
{
    /// <summary>Longer clauses are read in pieces.</summary>
    private const int Longest = 256;
    private const WordClass Denials = WordClass.Not | WordClass.NotQuite | WordClass.Deny | WordClass.Nobody | WordClass.No;

    private static readonly string[] ClassNames = [.. Enumerable.Range(0, 64).Select(bit => ((WordClass)(1UL << bit)).ToString())];
    private static readonly ulong[,] Neighbours = PairKeys("kk:");
    private static readonly ulong[,] AcrossClauses = PairKeys("kx:");

    /// <param name="reading">What the rules made of the reply.</param>
    /// <param name="features">Takes the features.</param>
    /// <param name="model">What it does not know is left out; null for all.</param>
    public static void Read(RuleReading reading, FeatureList features, ReplyModel? model)
    {
        features.Begin(model);
        var reply = reading.Reply;
        for (var c = 0; c < reply.Clauses.Count; c++)
        {
            var clause = reply.Clauses[c];
            var last = c == reply.Clauses.Count - 1;
            var place = reply.Clauses.Count == 1 ? null : last ? "last:" : c == 0 ? "first:" : "mid:";
            Runs(reply, clause, place, reading.English, features);
            Denied(reply, clause, features);
            Classes(reply, clause, last, features);
            if (reading.English) DeniedTwice(reply, clause, features);
        }
        Across(reply, features);
        RuleFeatures.Read(reading, features);
    }

    private static void Runs(Reply reply, Clause clause, string? place, bool english, FeatureList features)
    {
        Span<char> buffer = stackalloc char[Longest + 4];
        var (start, length) = reply.Span(clause.First, clause.Count);
        for (var done = 0; done < length; done += Longest)
        {
            var piece = reply.Text.AsSpan(start + done, Math.Min(length - done, Longest));
            var at = start + done;
            if (english)
            {
                Words("w:", 3, Marked(piece, "^ ", clause.Asks ? " ?" : " $", buffer), at - 2, features);
                if (place is not null) Words(place, 2, piece, at, features);
            }
            else
            {
                Characters("c:", 4, Marked(piece, "^", clause.Asks ? "?" : "$", buffer), at - 1, features);
                if (place is not null) Characters(place, 3, piece, at, features);
            }
        }
    }

    private static ReadOnlySpan<char> Marked(ReadOnlySpan<char> clause, string begin, string end, Span<char> buffer)
    {
        begin.CopyTo(buffer);
        clause.CopyTo(buffer[begin.Length..]);
        end.CopyTo(buffer[(begin.Length + clause.Length)..]);
        return buffer[..(begin.Length + clause.Length + end.Length)];
    }

    private static void Characters(string kind, int longest, ReadOnlySpan<char> text, int offset, FeatureList features)
    {
        var begun = FeatureList.Hash(kind);
        for (var i = 0; i < text.Length; i++)
        {
            var key = begun;
            for (var n = 1; n <= longest && i + n <= text.Length; n++)
            {
                key = FeatureList.Hash(text.Slice(i + n - 1, 1), key);
                if (n > 1 || char.IsLetterOrDigit(text[i])) features.Add(key, kind, text.Slice(i, n), offset + i, n);
            }
        }
    }

    /// <param name="kind">Prefix of the names.</param>
    /// <param name="longest">Words in a row, at most.</param>
    /// <param name="text">The words with one blank between two, the marks as words of their own.</param>
    /// <param name="offset">Where it begins in the reply.</param>
    /// <param name="features">Takes the features.</param>
    private static void Words(string kind, int longest, ReadOnlySpan<char> text, int offset, FeatureList features)
    {
        var begun = FeatureList.Hash(kind);
        for (var i = 0; i < text.Length; i = End(text, i) + 1)
        {
            var key = begun;
            for (int n = 1, at = i; n <= longest && at < text.Length; n++)
            {
                var end = End(text, at);
                key = FeatureList.Hash(text[(n == 1 ? at : at - 1)..end], key);
                if (n > 1 || char.IsLetterOrDigit(text[at])) features.Add(key, kind, text[i..end], offset + i, end - i);
                at = end + 1;
            }
        }
    }

    private static int End(ReadOnlySpan<char> text, int at)
    {
        var length = text[at..].IndexOf(' ');
        return length < 0 ? text.Length : at + length;
    }

    private static void Denied(Reply reply, Clause clause, FeatureList features)
    {
        var denied = false;
        for (var t = clause.First; t < clause.First + clause.Count; t++)
        {
            var token = reply.Tokens[t];
            if (denied) features.Add("not:", reply.Text.AsSpan(token.Start, token.Length), token.Start, token.Length);
            denied |= token.Is(Denials);
        }
    }

    private static void Classes(Reply reply, Clause clause, bool last, FeatureList features)
    {
        var before = WordClass.None;
        for (var t = clause.First; t < clause.First + clause.Count; t++)
        {
            var token = reply.Tokens[t];
            if (token.Classes == WordClass.None) continue;
            for (var bits = (ulong)token.Classes; bits != 0; bits &= bits - 1)
            {
                var bit = BitOperations.TrailingZeroCount(bits);
                features.Add("k:", ClassNames[bit], token.Start, token.Length);
                if (last) features.Add("kl:", ClassNames[bit], token.Start, token.Length);
                for (var earlier = (ulong)before; earlier != 0; earlier &= earlier - 1)
                {
                    var first = BitOperations.TrailingZeroCount(earlier);
                    features.Add(Neighbours[first, bit], "kk:", PairName(first, bit, features), token.Start, token.Length);
                }
            }
            before = token.Classes;
        }
    }

    /// <summary>In Mandarin the characters in a row tell it already.</summary>
    private static void DeniedTwice(Reply reply, Clause clause, FeatureList features)
    {
        var denials = 0;
        for (var t = clause.First; t < clause.First + clause.Count; t++)
        {
            var token = reply.Tokens[t];
            for (var bits = denials > 1 ? (ulong)token.Classes : 0; bits != 0; bits &= bits - 1)
                features.Add("nn:", ClassNames[BitOperations.TrailingZeroCount(bits)], token.Start, token.Length);
            if (token.Is(Denials)) denials++;
        }
        if (denials > 1) features.Add("nn:", denials % 2 == 0 ? "even" : "odd", 0, 0);
    }

    /// <summary>Each pair of classes once, however many clauses there are.</summary>
    private static void Across(Reply reply, FeatureList features)
    {
        Span<ulong> paired = stackalloc ulong[64];
        paired.Clear();
        var before = 0UL;
        foreach (var clause in reply.Clauses)
        {
            for (var bits = (ulong)clause.Classes; before != 0 && bits != 0; bits &= bits - 1)
            {
                var bit = BitOperations.TrailingZeroCount(bits);
                for (var earlier = before & ~paired[bit]; earlier != 0; earlier &= earlier - 1)
                {
                    var first = BitOperations.TrailingZeroCount(earlier);
                    features.Add(AcrossClauses[first, bit], "kx:", PairName(first, bit, features), 0, 0);
                }
                paired[bit] |= before;
            }
            before |= (ulong)clause.Classes;
        }
    }

    /// <summary>Empty where names are not kept.</summary>
    private static string PairName(int first, int second, FeatureList features) => features.Names is null ? "" : $"{ClassNames[first]}>{ClassNames[second]}";

    private static ulong[,] PairKeys(string kind)
    {
        var keys = new ulong[64, 64];
        for (var a = 0; a < 64; a++)
        {
            for (var b = 0; b < 64; b++) keys[a, b] = FeatureList.Hash($"{kind}{ClassNames[a]}>{ClassNames[b]}");
        }
        return keys;
    }
}
