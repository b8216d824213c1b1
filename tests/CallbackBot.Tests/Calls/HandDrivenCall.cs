using System.Text.Json;
using CallbackBot.Calls;
using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Running;
using CallbackBot.Dialogs.Understanding;
using CallbackBot.Recordings;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Testing;
using CallbackBot.Testing.Speech;
using CallbackBot.Tests.Speech;

namespace CallbackBot.Tests.Calls;

/// <summary>
/// An answered call without a network or a clock: a test passes 20 ms slots by hand. All prompts last as long as the voice says; times of what was
/// heard count slots, so they are exact however slow the machine is.
/// </summary>
internal sealed class HandDrivenCall : IAsyncDisposable
{
    public const int SlotMs = 20;

    private static readonly byte[] Quiet = Enumerable.Repeat((byte)0xD5, 160).ToArray();

    private readonly TempFolder _folder = new();
    private readonly RecordingWriter _writer;
    private readonly CallRecorder _recorder;
    private readonly List<bool> _sent = [];
    private readonly byte[] _toSend = new byte[160];

    private HandDrivenCall(ScriptedSpeech speech, RenderedPrompts prompts)
    {
        _writer = new RecordingWriter(_folder.Path, new ManualTimeProvider());
        _recorder = _writer.Begin(1);
        Speech = speech;
        Audio = new CallAudio(_recorder);
        Conversation = new PhoneConversation(Audio, speech, prompts, _recorder.Timeline, Log);
    }

    public ScriptedSpeech Speech { get; }

    public CallAudio Audio { get; }

    public PhoneConversation Conversation { get; }

    public KeptLog<PhoneConversation> Log { get; } = new();

    public static Prompt Statement { get; } = new("opening", "This call is recorded.", "This call is recorded.", "en");

    public static Prompt Question { get; } = new("ask_contact", "Has anyone been in touch?", "Has anyone been in touch?", "en");

    private static Prompt Bridge { get; } = new(PromptKeys.Bridge, "One moment, please.", "One moment, please.", "en");

    /// <summary>How many slots passed.</summary>
    public int Slots => _sent.Count;

    public TimeSpan Now => TimeSpan.FromMilliseconds(Slots * SlotMs);

    public IReadOnlyList<TimelineEvent.PromptPlayed> Played => _recorder.Timeline.Prompts();

    /// <param name="bridges">Whether there is a bridging word; a test that lets slots pass until the robot speaks has none, or it may be the one.</param>
    public static async Task<HandDrivenCall> StartAsync(ScriptedSpeech speech, double promptSeconds = 2, bool bridges = false)
    {
        var voice = new ScriptedVoice(TimeSpan.FromSeconds(promptSeconds));
        return new HandDrivenCall(speech, await RenderedPrompts.RenderAsync(bridges ? [Statement, Question, Bridge] : [Statement, Question], voice, default));
    }

    public static Listening Listening(string keys = "12", Interruption? interruption = null) => new()
    {
        Step = "ask_contact",
        Question = new QuestionAsked("response", "en", ["contacted", "not_contacted"], new Dictionary<string, IReadOnlyList<string>>()),
        Keys = keys,
        Interruption = interruption ?? new Interruption(TimeSpan.FromSeconds(1)),
        Silence = TimeSpan.FromSeconds(3),
    };

    public Task<Heard> AskAsync(Listening? listening = null, CancellationToken ended = default) =>
        Conversation.AskAsync(Question, listening ?? Listening(), ended);

    public Task<Heard?> SayAsync(Interruption interruption, CancellationToken ended = default) => Conversation.SayAsync(Statement, interruption, ended);

    public void Hear(ReadOnlySpan<byte> frame)
    {
        _toSend.AsSpan().Fill(0xD5);
        Audio.Exchange(frame, FrameOrigin.Received, _toSend);
        _sent.Add(_toSend.AsSpan().ContainsAnyExcept((byte)0xD5));
    }

    public void Hear(short[] samples)
    {
        foreach (var frame in Sounds.Frames(samples)) Hear(frame);
    }

    public void HearNothing(double seconds)
    {
        for (var i = 0; i < seconds * 1000 / SlotMs; i++) Hear(Quiet);
    }

    /// <summary>Time stands still until the conversation, which runs beside this thread, has done something.</summary>
    public static async Task UntilAsync(Func<bool> done)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        for (; !done(); await Task.Yield()) patience.Token.ThrowIfCancellationRequested();
    }

    /// <summary>Silent slots until the robot speaks; for a prompt that waits, as no timer runs meanwhile. The slot in which it went on.</summary>
    public async Task<int> HearNothingUntilRobotSpeaksAsync()
    {
        var from = Slots;
        await UntilAsync(() =>
        {
            HearNothing(0.02);
            return SentSince(from) > 0;
        });
        return Slots - 1;
    }

    /// <summary>Whether the robot was audible in a slot.</summary>
    public bool Sent(int slot) => _sent[slot];

    /// <summary>Slots from <paramref name="from"/> on in which the robot was audible.</summary>
    public int SentSince(int from) => _sent.Skip(from).Count(audible => audible);

    /// <summary>Ends the recording; kinds and times as its timeline tells them.</summary>
    public async Task<IReadOnlyList<JsonElement>> TimelineAsync()
    {
        var recorded = await _recorder.FinishAsync(Now, default);
        var text = await File.ReadAllTextAsync(_folder.File(Path.ChangeExtension(recorded.File!.Path, ".json")));
        return [.. JsonDocument.Parse(text).RootElement.GetProperty("events").EnumerateArray()];
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _folder.Dispose();
    }
}
