using System.Collections.Frozen;

namespace CallbackBot.Calls;

/// <summary>Words that say "I am listening": they do not interrupt a prompt.</summary>
internal static class Fillers
{
    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(
        ["嗯", "嗯嗯", "哦", "噢", "啊", "呃", "喂", "mhm", "uh", "um", "uh huh", "hm", "hmm", "hello", "oh"],
        StringComparer.OrdinalIgnoreCase);

    public static bool Contains(string text) => Words.Contains(text.Trim(' ', '.', ',', '。', '，', '…', '！', '？'));
}
