using CallbackBot.Dialogs.Definition;

namespace CallbackBot.Dialogs.Running;

/// <summary>Sentences that scripts need not word: the keys, the confirmation, the check of a contradiction, the time to call back.</summary>
internal sealed class RobotWords
{
    private static readonly RobotWords Chinese = new()
    {
        Time = "请问什么时候打给您方便？",
        Bridge = "请稍等。",
        YesNoKeys = "对请按1，不对请按2。",
        Between = "",
        ConfirmForm = "您是说{0}，对吗？",
        CheckForm = "跟您核对一下，您的问题{0}，对办理结果{1}，这样记对吗？",
        KeypadForm = "请按键回答，{0}。",
        OptionForm = "{0}请按{1}",
        OptionsBetween = "，",
        Star = "星号键",
        Hash = "井号键",
        InRecording = "（见录音）",
    };

    private static readonly RobotWords English = new()
    {
        Time = "When may I call you back?",
        Bridge = "One moment, please.",
        YesNoKeys = "Press 1 for yes, 2 for no.",
        Between = " ",
        ConfirmForm = "You mean {0}, is that right?",
        CheckForm = "Let me check that I noted this right: the problem is {0}, and you are {1} with the result. Is that correct?",
        KeypadForm = "Please use the keys: {0}.",
        OptionForm = "press {1} for {0}",
        OptionsBetween = ", ",
        Star = "star",
        Hash = "hash",
        InRecording = "(in the recording)",
    };

    public required string Time { get; init; }

    public required string Bridge { get; init; }

    /// <summary>Stands for a comment that was spoken and not turned into words; never said.</summary>
    public required string InRecording { get; init; }

    public required string YesNoKeys { get; init; }

    public required string Between { private get; init; }

    public required string ConfirmForm { private get; init; }

    public required string CheckForm { private get; init; }

    public required string KeypadForm { private get; init; }

    public required string OptionForm { private get; init; }

    public required string OptionsBetween { private get; init; }

    public required string Star { private get; init; }

    public required string Hash { private get; init; }

    public static RobotWords In(string language) => Vocabulary.IsChinese(language) ? Chinese : English;

    public string Join(string first, string second) => first + Between + second;

    public string Confirm(string read) => Fill(ConfirmForm, read);

    /// <summary>Reads back what was said about the result and about the satisfaction with it.</summary>
    public string Check(string resolution, string satisfaction) => Fill(CheckForm, resolution, satisfaction);

    public string Keypad(IEnumerable<(string Read, char Key)> options) =>
        Fill(KeypadForm, string.Join(OptionsBetween, options.Select(o => Fill(OptionForm, o.Read, KeyName(o.Key)))));

    private string KeyName(char key) => key switch
    {
        '*' => Star,
        '#' => Hash,
        _ => key.ToString(),
    };

    // Not string.Format: the words may hold {{fields}}.
    private static string Fill(string form, string first, string second = "") =>
        form.Replace("{1}", second, StringComparison.Ordinal).Replace("{0}", first, StringComparison.Ordinal);
}
