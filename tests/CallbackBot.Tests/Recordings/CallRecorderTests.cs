using System.Diagnostics;
using System.Text.Json;
using CallbackBot.Recordings;
using CallbackBot.Testing;

namespace CallbackBot.Tests.Recordings;

public sealed class CallRecorderTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Citizen_is_left_and_robot_is_right_and_the_length_is_the_calls()
    {
        await using var writer = new RecordingWriter(_folder.Path, _time);
        var recorder = writer.Begin(7);
        for (var i = 0; i < 123; i++) recorder.Slot(Slot(0x11), Slot(0x22));

        var result = await recorder.FinishAsync(TimeSpan.FromMilliseconds((123 * 20) + 15), default);

        Assert.Null(result.Problem);
        Assert.Equal((2, TimeSpan.FromMilliseconds(2460), -15.0), (result.File!.Channels, result.File.Duration, result.File.LengthErrorMs));
        var samples = Soxi(_folder.File(result.File.Path), "-s");
        Assert.Equal(("19680", "2", "8000", "A-law"), (samples, Soxi(_folder.File(result.File.Path), "-c"), Soxi(_folder.File(result.File.Path), "-r"),
            Soxi(_folder.File(result.File.Path), "-e")));
        var audio = await File.ReadAllBytesAsync(_folder.File(result.File.Path));
        Assert.Equal([0x11, 0x22, 0x11, 0x22], audio[^4..]);
    }

    [Fact]
    public async Task Two_calls_at_once_do_not_mix()
    {
        await using var writer = new RecordingWriter(_folder.Path, _time);
        var calls = new[] { (Recorder: writer.Begin(1), Code: (byte)0x31), (Recorder: writer.Begin(2), Code: (byte)0x32) };
        await Task.WhenAll(calls.Select(call => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++) call.Recorder.Slot(Slot(call.Code), Slot(call.Code));
        })));

        foreach (var (recorder, code) in calls)
        {
            var result = await recorder.FinishAsync(TimeSpan.FromSeconds(10), default);
            Assert.Equal((null, 0.0), (result.Problem, result.File!.LengthErrorMs));
            var audio = await File.ReadAllBytesAsync(_folder.File(result.File.Path));
            Assert.All(audio[^160_000..], sample => Assert.Equal(code, sample));
        }
    }

    [Fact]
    public async Task Early_media_is_a_file_of_its_own_with_one_channel()
    {
        await using var writer = new RecordingWriter(_folder.Path, _time);
        var recorder = writer.Begin(3);
        for (var i = 0; i < 60; i++) recorder.Early(Slot(0x41));

        var result = await recorder.FinishAsync(TimeSpan.Zero, default);

        Assert.Equal((null, null), (result.File, result.Problem));
        Assert.EndsWith("3.early.wav", result.EarlyPath, StringComparison.Ordinal);
        Assert.Equal(("9600", "1"), (Soxi(_folder.File(result.EarlyPath!), "-s"), Soxi(_folder.File(result.EarlyPath!), "-c")));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_costs_the_recording_and_says_what_to_do()
    {
        await File.WriteAllTextAsync(_folder.File("file"), "in the way");
        await using var writer = new RecordingWriter(_folder.File("file"), _time);
        var recorder = writer.Begin(4);
        for (var i = 0; i < 200; i++) recorder.Slot(Slot(1), Slot(2));

        var result = await recorder.FinishAsync(TimeSpan.FromSeconds(4), default);

        Assert.Null(result.File);
        Assert.Contains("make the recordings folder writable", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_free_block_silence_keeps_the_clock_and_the_loss_is_reported()
    {
        await using var writer = new RecordingWriter(_folder.Path, _time, blocks: 1);
        var hog = writer.Begin(5);
        hog.Slot(Slot(1), Slot(1));
        var recorder = writer.Begin(6);
        for (var i = 0; i < 30; i++) recorder.Slot(Slot(2), Slot(2));
        await hog.FinishAsync(TimeSpan.FromMilliseconds(20), default);
        for (var i = 0; i < 20; i++) recorder.Slot(Slot(3), Slot(3));

        var result = await recorder.FinishAsync(TimeSpan.FromSeconds(1), default);

        Assert.Equal(0, result.File!.LengthErrorMs);
        Assert.StartsWith("600 ms of the recording are silence", result.Problem, StringComparison.Ordinal);
        var audio = await File.ReadAllBytesAsync(_folder.File(result.File.Path));
        Assert.All(audio[^16_000..^6400], sample => Assert.Equal(0xD5, sample));
        Assert.All(audio[^6400..], sample => Assert.Equal(3, sample));
    }

    [Fact]
    public async Task What_was_said_is_on_the_disk_soon_so_that_a_crash_costs_little()
    {
        await using var writer = new RecordingWriter(_folder.Path, _time);
        var recorders = new[] { writer.Begin(1), writer.Begin(2), writer.Begin(3) };
        for (var slot = 0; slot < 500; slot++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(20));
            foreach (var recorder in recorders) recorder.Slot(Slot(1), Slot(2));
        }

        // Ten seconds were said; the last block of each call is being filled, and one may wait for the next wake-up.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while (Partial().Count(file => file.Length >= 9 * 16_000) < recorders.Length) await poll.WaitForNextTickAsync(limit.Token);

        List<FileInfo> Partial() => [.. Directory.EnumerateFiles(_folder.Path, "*.part", SearchOption.AllDirectories).Select(path => new FileInfo(path))];
    }

    [Fact]
    public async Task Stopping_the_writer_closes_the_files_of_calls_that_are_still_up()
    {
        var writer = new RecordingWriter(_folder.Path, _time);
        var recorder = writer.Begin(8);
        for (var i = 0; i < 75; i++) recorder.Slot(Slot(1), Slot(2));
        await writer.DisposeAsync();

        var file = Assert.Single(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
        Assert.Equal("12000", Soxi(file, "-s"));
    }

    [Fact]
    public async Task The_timeline_stands_beside_the_audio_in_the_order_of_time()
    {
        await using var writer = new RecordingWriter(_folder.Path, _time);
        var recorder = writer.Begin(9);
        recorder.Slot(Slot(1), Slot(2));
        recorder.Timeline.Add(new TimelineEvent.SpeechHeard(4000, 5100, "解决了", 0.9, BargeIn: false));
        recorder.Timeline.Add(new TimelineEvent.PromptPlayed(100, 3500, "ask_resolved", "您反映的问题解决了吗？", Complete: true));

        var result = await recorder.FinishAsync(TimeSpan.FromMilliseconds(20), default);

        var text = await File.ReadAllTextAsync(_folder.File(Path.ChangeExtension(result.File!.Path, ".json")));
        Assert.Contains("解决了", text, StringComparison.Ordinal);
        var events = JsonDocument.Parse(text).RootElement.GetProperty("events").EnumerateArray().ToList();
        Assert.Equal(["prompt", "speech"], events.Select(e => e.GetProperty("kind").GetString()));
        Assert.Equal(3500, events[0].GetProperty("t1_ms").GetDouble());
    }

    [Fact]
    public void The_media_thread_allocates_nothing()
    {
        using var folder = new TempFolder();
        var writer = new RecordingWriter(folder.Path, _time);
        var recorder = writer.Begin(10);
        var (heard, sent) = (Slot(1), Slot(2));
        recorder.Slot(heard, sent);
        Assert.Equal(0, Allocation.WhenSteady(() =>
        {
            for (var i = 0; i < 40; i++) recorder.Slot(heard, sent);
        }));
    }

    private static byte[] Slot(byte code) => Enumerable.Repeat(code, 160).ToArray();

    /// <summary>What a program that is not ours says about the file.</summary>
    private static string Soxi(string path, string option)
    {
        using var soxi = Process.Start(new ProcessStartInfo("soxi", [option, path]) { RedirectStandardOutput = true })!;
        var said = soxi.StandardOutput.ReadToEnd().Trim();
        soxi.WaitForExit();
        return said;
    }
}
