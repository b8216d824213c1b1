namespace CallbackBot.Calls.Machines;

/// <summary>What machines say about themselves, as a recogniser writes it. Whole phrases only: a citizen may complain that "nobody can be reached there".</summary>
internal static class MachineWords
{
    private static readonly (MachineKind Kind, string[] Phrases)[] Known =
    [
        (MachineKind.Assistant, ["screening service", "i am the assistant of", "智能语音助理", "智能助理", "语音助手", "机主的"]),
        (MachineKind.Voicemail,
            ["after the tone", "after the beep", "leave a message", "leave your message", "record your message", "the voicemail of", "voice mailbox",
                "提示音后", "嘀声后", "请留言", "语音信箱", "录制留言"]),
        (MachineKind.Announcement,
            ["number you have dialed", "number you have dialled", "subscriber you dialed", "subscriber you dialled", "number you have called", "您拨打的", "请核对后再拨", "请稍后再拨"]),
    ];

    /// <summary>Null when nothing in it is a machine's phrase.</summary>
    public static MachineKind? KindOf(string text)
    {
        foreach (var (kind, phrases) in Known)
            foreach (var phrase in phrases)
                if (text.Contains(phrase, StringComparison.OrdinalIgnoreCase)) return kind;
        return null;
    }
}
