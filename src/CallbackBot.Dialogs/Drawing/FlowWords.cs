using System.Globalization;
using CallbackBot.Dialogs.Definition;

namespace CallbackBot.Dialogs.Drawing;

/// <summary>Words of a drawing that are not the script's.</summary>
internal sealed class FlowWords
{
    private static readonly FlowWords Chinese = new()
    {
        AnyReply = "任何回答", Colon = "：", OnSilence = "没有声音", OnUnclear = "没听懂", Anytime = "随时可以说", Again = "换个说法再问", Keypad = "念出按键",
        Always = "每次确认", Below = "把握低于 {0} 时确认", KeptAs = "存为 {0}", NextOrder = "下一件诉求从这里接着问", Uninterrupted = "不可打断", AsksTime = "问什么时候方便",
        AllCalls = "以后都别打",
    };

    private static readonly FlowWords English = new()
    {
        AnyReply = "any reply", Colon = ": ", OnSilence = "silence", OnUnclear = "not understood", Anytime = "At any question", Again = "asks in other words", Keypad = "reads the keys aloud",
        Always = "always confirmed", Below = "confirmed below {0}", KeptAs = "kept as {0}", NextOrder = "the next order begins here", Uninterrupted = "not interruptible",
        AsksTime = "asks when", AllCalls = "never call again",
    };

    public required string AnyReply { get; init; }

    public required string Colon { get; init; }

    public required string OnSilence { get; init; }

    public required string OnUnclear { get; init; }

    public required string Anytime { get; init; }

    public required string Again { get; init; }

    public required string Keypad { get; init; }

    public required string NextOrder { get; init; }

    public required string Uninterrupted { get; init; }

    public required string AsksTime { get; init; }

    public required string AllCalls { get; init; }

    public required string Always { private get; init; }

    public required string Below { private get; init; }

    public required string KeptAs { private get; init; }

    public static FlowWords In(string language) => Vocabulary.IsChinese(language) ? Chinese : English;

    public string? Confirm(AnswerRule answer) =>
        answer.ConfirmAlways ? Always
        : answer.ConfirmBelow > 0 ? string.Format(CultureInfo.InvariantCulture, Below, answer.ConfirmBelow)
        : null;

    public string SavedAs(string name) => string.Format(CultureInfo.InvariantCulture, KeptAs, name);

    public string Repair(Reaction reaction) => reaction switch
    {
        { Repair: Definition.Repair.Keypad } => Keypad,
        { Say: { } say } => say.Text,
        { Repair: Definition.Repair.Again } => Again,
        _ => "",
    };
}
