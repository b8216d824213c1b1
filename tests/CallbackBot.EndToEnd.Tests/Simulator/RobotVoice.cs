using CallbackBot.Dialogs.Prompts;
using CallbackBot.Simulator;
using CallbackBot.Speech.Local;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.EndToEnd.Tests.Simulator;

/// <summary>Prompts of the sample scripts, spoken by the demo's voice; rendered once for all tests.</summary>
public sealed class RobotVoice : IAsyncLifetime
{
    private static readonly (string Key, string Language, string Text)[] Texts =
    [
        ("opening", "zh-CN", "您好，这里是北京一二三四五市民热线的智能回访机器人，本次通话将被录音，占用您一分钟核实一件办结的诉求。"),
        ("ask_person", "zh-CN", "请问是您本人在十月三号给我们打过电话吗？"),
        ("purpose", "zh-CN", "您反映的“厨房漏水”，朝阳区住建委回复说已经办结。"),
        ("ask_contact", "zh-CN", "请问承办单位的工作人员联系过您吗？"),
        ("ask_contact.again", "zh-CN", "我想确认一下：朝阳区住建委有没有给您打过电话，或者上门找过您？"),
        ("ask_contact.keypad", "zh-CN", "联系过，请按一。没联系过，请按二。"),
        ("ask_contact.confirm.contacted", "zh-CN", "您是说联系过，对吗？"),
        ("ask_contact.confirm.not_contacted", "zh-CN", "您是说没联系过，对吗？"),
        ("ask_resolved", "zh-CN", "您反映的问题解决了吗？"),
        ("ask_resolved.confirm.unresolved", "zh-CN", "您是说没解决，对吗？"),
        ("ask_satisfied", "zh-CN", "您对这次的办理结果满意吗？非常满意、满意、基本满意、不满意，还是非常不满意？"),
        ("ask_satisfied.confirm.satisfied", "zh-CN", "您是说满意，对吗？"),
        ("ask_satisfied.confirm.dissatisfied", "zh-CN", "您是说不满意，对吗？"),
        ("end.thanks", "zh-CN", "感谢您的配合，再见。"),
        ("opening", "en", "Hello, this is the automated follow-up line of Beijing 1 2 3 4 5. This call is recorded and takes a minute."),
        ("ask_person", "en", "Did you call us yourself on the third of October?"),
        ("purpose", "en", "You reported: kitchen leak. The Chaoyang housing commission says it is done."),
        ("ask_contact", "en", "Has anyone from the Chaoyang housing commission been in touch with you about it?"),
        ("ask_contact.again", "en", "I mean a call or a visit by the Chaoyang housing commission. Did that happen?"),
        ("ask_contact.keypad", "en", "For contacted, press 1. For not contacted, press 2."),
        ("ask_contact.confirm.contacted", "en", "You said: contacted. Is that right?"),
        ("ask_contact.confirm.not_contacted", "en", "You said: not contacted. Is that right?"),
        ("ask_resolved", "en", "Is your problem solved?"),
        ("ask_resolved.confirm.resolved", "en", "You said: solved. Is that right?"),
        ("ask_resolved.confirm.unresolved", "en", "You said: not solved. Is that right?"),
        ("ask_satisfied", "en", "Are you satisfied with how it was handled?"),
        ("ask_satisfied.confirm.satisfied", "en", "You said: satisfied. Is that right?"),
        ("ask_satisfied.confirm.dissatisfied", "en", "You said: dissatisfied. Is that right?"),
        ("end.thanks", "en", "Thank you, goodbye."),
    ];

    private static readonly StepInfo[] Steps =
    [
        new("ask_person", "person", Keys("right_person", "not_right_person")),
        new("ask_contact", "response", Keys("contacted", "not_contacted")),
        new("ask_resolved", "resolution", Keys("resolved", "partly", "unresolved")),
        new("ask_satisfied", "satisfaction", Keys("very_dissatisfied", "dissatisfied", "neutral", "satisfied", "very_satisfied")),
    ];

    private readonly EspeakSynthesizer _espeak = new(new EspeakOptions(), TimeProvider.System);

    /// <summary>All prompts, Mandarin first.</summary>
    internal IReadOnlyList<RenderedPrompt> Prompts { get; private set; } = [];

    public async Task InitializeAsync() =>
        Prompts = await Task.WhenAll(Texts.Select(async t =>
            new RenderedPrompt(new Prompt(t.Key, t.Text, t.Text, t.Language), await SpeakAsync(t.Text, t.Language))));

    public Task DisposeAsync() => Task.CompletedTask;

    internal Task<byte[]> SpeakAsync(string text, string language) => _espeak.SynthesizeAsync(text, language, CancellationToken.None);

    /// <summary>The audio of a prompt.</summary>
    internal byte[] this[string language, string key] =>
        Prompts.Single(p => p.Prompt.Language == language && p.Prompt.Key == key).Alaw.ToArray();

    /// <summary>What a citizen of the language knows.</summary>
    internal CitizenBriefing Briefing(string language) => new([.. Prompts.Where(p => p.Prompt.Language == language)], Steps);

    internal static byte[] Silence(int milliseconds)
    {
        var silence = new byte[milliseconds * 8];
        Array.Fill(silence, G711.ALawSilence);
        return silence;
    }

    private static Dictionary<string, string> Keys(params string[] labels) =>
        labels.Select((label, i) => (label, Key: (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture))).ToDictionary(p => p.label, p => p.Key);
}
