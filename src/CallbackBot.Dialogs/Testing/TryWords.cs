using CallbackBot.Dialogs.Definition;

namespace CallbackBot.Dialogs.Testing;

/// <summary>What <c>script try</c> says to the designer, in the script's language.</summary>
internal sealed class TryWords
{
    private static readonly TryWords Chinese = new()
    {
        Help = """
              直接输入市民说的话；#1 表示按键 1；空行表示没有声音；/mumble 表示说了但听不清。
              /state 现在在哪一步、等什么回答   /why 上一句是怎么理解的   /help 再看一遍   /quit 挂断
            """,
        State = "步骤 {0}，等待 {1}", Key = "按键 {0}", Nothing = "还没有说过话。", Accepted = "采用", NotAccepted = "把握不够，不采用", None = "没有听懂", Because = "依据",
        Reason = "原因", Also = "同时", Emotion = "情绪", Emergency = "紧急", At = "时间", Threshold = "采用的门槛", Unknown = "不认识 {0}。", Ended = "结果", HungUp = "挂断",
        Flag = "标记", Time = "约定时间",
    };

    private static readonly TryWords English = new()
    {
        Help = """
              Type what the citizen says; #1 presses key 1; an empty line is silence; /mumble is speech that cannot be understood.
              /state where the talk is and what it waits for   /why how the last reply was understood   /help this text   /quit hang up
            """,
        State = "step {0}, expects {1}", Key = "key {0}", Nothing = "Nothing was said yet.", Accepted = "accepted", NotAccepted = "not sure enough, not accepted", None = "not understood", Because = "because of",
        Reason = "reason", Also = "also", Emotion = "emotion", Emergency = "emergency", At = "time", Threshold = "accepted from", Unknown = "{0} is not known.", Ended = "outcome", HungUp = "hung up",
        Flag = "flag", Time = "appointment",
    };

    public required string Help { get; init; }

    public required string State { get; init; }

    public required string Key { get; init; }

    public required string Nothing { get; init; }

    public required string Accepted { get; init; }

    public required string NotAccepted { get; init; }

    public required string None { get; init; }

    public required string Because { get; init; }

    public required string Reason { get; init; }

    public required string Also { get; init; }

    public required string Emotion { get; init; }

    public required string Emergency { get; init; }

    public required string At { get; init; }

    public required string Threshold { get; init; }

    public required string Unknown { get; init; }

    public required string Ended { get; init; }

    public required string HungUp { get; init; }

    public required string Flag { get; init; }

    public required string Time { get; init; }

    public static TryWords In(string language) => Vocabulary.IsChinese(language) ? Chinese : English;
}
