using System.Diagnostics;
using System.Runtime;
using System.Text;
using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Worker.Bench;

/// <summary>How fast replies are understood, on one core.</summary>
/// <param name="Replies">Different replies that were read.</param>
/// <param name="RepliesPerSecond">The best of several rounds.</param>
/// <param name="BytesPerReply">Allocated.</param>
/// <param name="SlowestOfTenThousand">Which text of 10,000 characters took longest, and how long, in milliseconds: the best of five.</param>
internal sealed record UnderstandBenchResult(int Replies, double RepliesPerSecond, double BytesPerReply, IReadOnlyDictionary<string, double> SlowestOfTenThousand);

internal static class UnderstandBench
{
    private const int Length = 10_000;
    private const int LongestWarmUp = 30; // rounds
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    public static UnderstandBenchResult Run(IReadOnlyList<LabelledReply> replies)
    {
        var asked = replies.Select(row => (row.Utterance, Question: row.Asked)).ToList();
        WarmUp(asked);
        var (best, bytes) = (0.0, 0.0);
        for (var round = 0; round < 3; round++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var read = 0;
            var begin = Stopwatch.GetTimestamp();
            for (; Stopwatch.GetElapsedTime(begin) < Round; read += asked.Count) ReadAll(asked);
            best = Math.Max(best, read / Stopwatch.GetElapsedTime(begin).TotalSeconds);
            bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / read;
        }
        return new UnderstandBenchResult(asked.Count, Math.Round(best), Math.Round(bytes), Longest(replies));
    }

    /// <summary>Until the runtime compiles nothing more: a process that has been up for a while is what is measured.</summary>
    private static void WarmUp(List<(string Utterance, QuestionAsked Question)> asked)
    {
        var compiled = -1L;
        for (var round = 0; round < LongestWarmUp && compiled != (compiled = JitInfo.GetCompiledMethodCount()); round++)
            for (var begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin) < Round;) ReadAll(asked);
    }

    private static void ReadAll(List<(string Utterance, QuestionAsked Question)> asked)
    {
        foreach (var (utterance, question) in asked) ReplyUnderstanding.Understand(utterance, question);
    }

    /// <summary>The slowest three of many kinds of very long reply, each read at every question.</summary>
    private static Dictionary<string, double> Longest(IReadOnlyList<LabelledReply> replies)
    {
        var random = new Random(1);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var c in "漏不满没了三a1<'？，. 坏 又") texts[$"only '{c}'"] = new string(c, Length);
        foreach (var word in new[] { "坏了", "不", "没有", "不满意", "又坏了，", "broken ", "not ", "it is not fixed ", "还没 broken " }) texts[$"only '{word}'"] = Repeated(() => word);
        texts["noise"] = Repeated(() => ((char)random.Next(32, 0xD7FF)).ToString());
        texts["Hanzi"] = Repeated(() => ((char)random.Next(0x4E00, 0x9FA5)).ToString());
        texts["replies of the file"] = Repeated(() => replies[random.Next(replies.Count)].Utterance);
        texts["replies with marks"] = Repeated(() => replies[random.Next(replies.Count)].Utterance + "，");
        var slowest = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, text) in texts)
        {
            foreach (var question in replies.Select(r => r.Asked).DistinctBy(q => (q.Set, q.Language)))
            {
                var ms = Math.Round(Enumerable.Range(0, 5).Min(_ => Milliseconds(text, question)), 1);
                if (ms > slowest.GetValueOrDefault(name)) slowest[name] = ms;
            }
        }
        return slowest.OrderByDescending(pair => pair.Value).Take(3).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
    }

    private static double Milliseconds(string text, QuestionAsked question)
    {
        var begin = Stopwatch.GetTimestamp();
        ReplyUnderstanding.Understand(text, question);
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }

    private static string Repeated(Func<string> next)
    {
        var text = new StringBuilder(Length + 64);
        while (text.Length < Length) text.Append(next());
        return text.ToString(0, Length);
    }
}
