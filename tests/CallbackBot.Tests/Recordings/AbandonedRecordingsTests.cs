using CallbackBot.Recordings;
using CallbackBot.Telephony.Audio;
using CallbackBot.Testing;

namespace CallbackBot.Tests.Recordings;

public sealed class AbandonedRecordingsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 16_000)]
    [InlineData(2, 16_001)]
    public async Task What_a_killed_worker_left_is_whole_and_has_its_name(int channels, int bytes)
    {
        using var live = Live("7.wav", channels, bytes);
        Abandon("7.wav", "8.wav");

        Assert.Equal(["8.wav"], AbandonedRecordings.Finish(_folder.Path, _time));

        var found = await RecordingCheck.ReadAsync(_folder.File("8.wav"), default);
        Assert.Equal((null, 16_000 / channels), (found.Problem(channels), found.Samples));
        Assert.Equal(["7.wav.part", "8.wav"], Names());
    }

    [Fact]
    public void What_was_written_just_now_is_anothers_call()
    {
        using var live = Live("7.wav", 2, 1600);
        Abandon("7.wav", "8.wav", ago: TimeSpan.FromSeconds(9));

        Assert.Empty(AbandonedRecordings.Finish(_folder.Path, _time));
    }

    [Fact]
    public void A_file_without_audio_and_one_that_is_not_ours_are_left_as_they_are()
    {
        using (Live("7.wav", 2, 0)) Abandon("7.wav", "8.wav");
        File.WriteAllBytes(_folder.File("9.wav.part"), new byte[1000]);
        Age("9.wav", AbandonedRecordings.Silent);

        Assert.Empty(AbandonedRecordings.Finish(_folder.Path, _time));
        Assert.Equal(["8.wav.part", "9.wav.part"], Names());
    }

    /// <summary>Locked by its writer, however old it looks.</summary>
    private WavWriter Live(string name, int channels, int bytes)
    {
        var writer = new WavWriter(_folder.File(name), channels);
        writer.Write(new byte[bytes]);
        Age(name, TimeSpan.FromHours(1));
        return writer;
    }

    private void Abandon(string from, string name, TimeSpan? ago = null)
    {
        File.Copy(_folder.File(from + WavWriter.PartialSuffix), _folder.File(name + WavWriter.PartialSuffix));
        Age(name, ago ?? AbandonedRecordings.Silent);
    }

    private void Age(string name, TimeSpan ago) => File.SetLastWriteTimeUtc(_folder.File(name + WavWriter.PartialSuffix), (_time.GetUtcNow() - ago).UtcDateTime);

    private string[] Names() => [.. Directory.EnumerateFiles(_folder.Path).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];
}
