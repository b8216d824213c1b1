using System.Diagnostics;
using CallbackBot.Dialogs.Understanding;
using CallbackBot.Speech;
using CallbackBot.Speech.Local;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace CallbackBot.Tests.Speech.Local;

public sealed class PocketSphinxRecognizerTests(ITestOutputHelper output) : IAsyncDisposable
{
    private static readonly EspeakVoice[] Voices = [new("en-us", 150), new("en-us+m3", 170, 45), new("en-gb+f2", 160, 60)];

    private readonly PocketSphinxRecognizer _recognizer = Recognizer(new PocketSphinxOptions());

    public async ValueTask DisposeAsync() => await _recognizer.DisposeAsync();

    /// <summary>The floor for satisfaction is low on purpose: "satisfied" and "dissatisfied" are so close that most are asked again.</summary>
    public static TheoryData<string, string, string, string, double> Answers => new()
    {
        { "person", "right_person", "yes; yes I did", "not_right_person: no; no it was not me", 0.8 },
        { "response", "contacted", "yes; yes they called", "not_contacted: no; nobody called me; not yet", 0.8 },
        { "resolution", "resolved", "yes it is fixed; yes it is solved; all done", "unresolved: no; no it is not solved; it is still broken", 0.7 },
        { "satisfaction", "satisfied", "happy with it; satisfied", "dissatisfied: not satisfied; unhappy", 0.4 },
        { "yes_no", "yes", "yes; yes that's right", "no: no; no that is wrong", 0.8 },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Most_answers_are_understood_and_none_is_turned_into_its_opposite(string set, string label, string spoken, string opposite, double floor)
    {
        var question = Question(set, label, opposite[..opposite.IndexOf(':', StringComparison.Ordinal)]);
        int right = 0, all = 0;
        var flips = new List<string>();
        foreach (var (phrase, wanted) in Phrases(spoken, label).Concat(Phrases(opposite[(opposite.IndexOf(':', StringComparison.Ordinal) + 1)..], question.Labels[1])))
        {
            foreach (var voice in Voices)
            {
                var heard = await HearAsync(question, await SayAsync(phrase, voice));
                var meant = heard.Text.Length == 0 ? null : ReplyUnderstanding.Understand(heard.Text, question).Label;
                output.WriteLine($"{set} {voice.Name} '{phrase}' > '{heard.Text}' {heard.Confidence:0.00} {meant}");
                all++;
                if (meant == wanted) right++;
                else if (question.Labels.Contains(meant ?? "")) flips.Add($"{phrase} > {heard.Text}");
            }
        }
        output.WriteLine($"{set}: {right}/{all}");
        Assert.Empty(flips);
        Assert.InRange(right, all * floor, all);
    }

    [Fact]
    public async Task Sentences_that_answer_nothing_mostly_come_back_without_text()
    {
        string[] sentences = ["the parcel arrived on tuesday", "my brother works for the railway", "there was a big tree in the garden", "let me turn the television down"];
        var question = Question("resolution", "resolved", "unresolved");
        var accepted = 0;
        foreach (var sentence in sentences)
        {
            foreach (var voice in Voices)
            {
                if ((await HearAsync(question, await SayAsync(sentence, voice))).Text.Length > 0) accepted++;
            }
        }
        output.WriteLine($"{accepted} of {sentences.Length * Voices.Length} accepted");
        Assert.InRange(accepted, 0, sentences.Length * Voices.Length / 3);
    }

    [Fact]
    public async Task Words_of_the_designer_are_heard()
    {
        var question = Question("resolution", "resolved", "unresolved") with
        {
            Words = new Dictionary<string, IReadOnlyList<string>> { ["resolved"] = ["the heating works", "zzyzxq gone"] },
        };
        Assert.Equal("the heating works", (await HearAsync(question, await SayAsync("The heating works.", Voices[0]))).Text);
    }

    /// <summary>"no, one contacted me" would be the opposite.</summary>
    [Fact]
    public async Task No_one_contacted_me_is_not_written_with_a_pause_after_no()
    {
        var question = Question("response", "contacted", "not_contacted");
        var heard = await HearAsync(question, await SayAsync("no one contacted me", Voices[0]));
        Assert.Equal("no one contacted me", heard.Text);
        Assert.Equal("not_contacted", ReplyUnderstanding.Understand(heard.Text, question).Label);
    }

    [Fact]
    public async Task Silence_and_an_empty_stream_have_no_text()
    {
        var question = Question("resolution", "resolved", "unresolved");
        Assert.Equal("", (await HearAsync(question, Enumerable.Repeat((byte)0xD5, 8000).ToArray())).Text);
        Assert.Equal("", (await HearAsync(question, [])).Text);
    }

    [Fact]
    public void Only_closed_questions_in_English_are_supported()
    {
        var closed = Question("resolution", "resolved", "unresolved");
        Assert.True(_recognizer.Supports(closed) && _recognizer.Supports(closed with { Language = "en-GB" }));
        Assert.False(_recognizer.Supports(closed with { Set = "free_text", Labels = [] }));
        var mandarin = closed with { Language = "zh-CN" };
        Assert.False(_recognizer.Supports(mandarin) || _recognizer.Supports(closed with { Language = "enm" }));
    }

    [Fact]
    public async Task A_child_killed_in_the_middle_of_an_utterance_is_a_transient_failure_and_the_next_utterance_is_heard()
    {
        await using var single = Recognizer(new PocketSphinxOptions { Processes = 1 });
        await single.StartAsync(default);
        var pid = Assert.Single(single.ProcessIds);
        var question = Question("yes_no", "yes", "no");
        var yes = await SayAsync("yes", Voices[0]);

        // Stopped first, so that it surely dies with the utterance in its hands.
        await Signal("STOP", pid);
        await using var stream = await single.OpenAsync(question, default);
        stream.Write(yes);
        var finishing = stream.FinishAsync(default);
        await Signal("KILL", pid);

        Assert.True((await Assert.ThrowsAsync<SpeechException>(() => finishing)).IsTransient);
        Assert.Equal("yes", (await HearAsync(question, yes, single)).Text);
        Assert.NotEqual(pid, Assert.Single(single.ProcessIds));
    }

    [Fact]
    public async Task A_child_that_hangs_is_stopped_after_the_time_out()
    {
        await using var single = Recognizer(new PocketSphinxOptions { Processes = 1, Timeout = TimeSpan.FromMilliseconds(300) });
        await single.StartAsync(default);
        await Signal("STOP", Assert.Single(single.ProcessIds));
        var yes = await SayAsync("yes", Voices[0]);

        var failure = await Assert.ThrowsAsync<SpeechException>(() => HearAsync(Question("yes_no", "yes", "no"), yes, single));
        Assert.True(failure.IsTransient);
        Assert.Contains("its threads are TT", failure.Message, StringComparison.Ordinal);
        Assert.Empty(single.ProcessIds);
    }

    [Fact]
    public async Task A_child_ends_when_its_input_does()
    {
        await using var single = Recognizer(new PocketSphinxOptions { Processes = 1 });
        await single.StartAsync(default);
        using var child = Process.GetProcessById(Assert.Single(single.ProcessIds));
        await single.DisposeAsync();
        Assert.True(child.HasExited);
    }

    [Fact]
    public async Task A_missing_model_says_what_to_install()
    {
        using var folder = new TempFolder();
        await using var without = Recognizer(new PocketSphinxOptions { ModelFolder = folder.Path });
        var starting = await Assert.ThrowsAsync<SpeechException>(() => without.StartAsync(default));
        var opening = await Assert.ThrowsAsync<SpeechException>(async () => await without.OpenAsync(Question("yes_no", "yes", "no"), default));
        Assert.All([starting, opening], failure =>
        {
            Assert.False(failure.IsTransient);
            Assert.Contains("apt-get install", failure.Message, StringComparison.Ordinal);
        });
    }

    private static PocketSphinxRecognizer Recognizer(PocketSphinxOptions options) => new(
        options with { HostCommand = new AsrHostCommand("dotnet", ["exec", typeof(PocketSphinxRecognizerTests).Assembly.Location, "asr-host"]) },
        TimeProvider.System, NullLogger<PocketSphinxRecognizer>.Instance);

    private static QuestionAsked Question(string set, params string[] labels) =>
        new(set, "en", labels, new Dictionary<string, IReadOnlyList<string>>());

    private static IEnumerable<(string Phrase, string Label)> Phrases(string list, string label) => list.Split("; ").Select(phrase => (phrase.Trim(), label));

    private static async Task<byte[]> SayAsync(string text, EspeakVoice voice)
    {
        var options = new EspeakOptions { Voices = new Dictionary<string, EspeakVoice> { ["en"] = voice } };
        var speech = await new EspeakSynthesizer(options, TimeProvider.System).SynthesizeAsync(text, "en", default);
        var pause = Enumerable.Repeat((byte)0xD5, 8 * 300).ToArray();
        return [.. pause, .. speech, .. pause];
    }

    private async Task<Recognition> HearAsync(QuestionAsked question, byte[] alaw, PocketSphinxRecognizer? recognizer = null)
    {
        await using var stream = await (recognizer ?? _recognizer).OpenAsync(question, default);
        foreach (var slot in alaw.Chunk(160)) stream.Write(slot);
        return await stream.FinishAsync(default);
    }

    private static async Task Signal(string name, int pid)
    {
        using var kill = Process.Start("kill", [$"-{name}", pid.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
