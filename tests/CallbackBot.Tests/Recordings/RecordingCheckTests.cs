using CallbackBot.Recordings;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Tests.Recordings;

public sealed class RecordingCheckTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_whole_file_has_no_problem()
    {
        var check = await RecordingCheck.ReadAsync(Written(channels: 2), default);
        Assert.Null(check.Problem(channels: 2));
        Assert.Equal(TimeSpan.FromSeconds(1), check.Duration);
    }

    [Fact]
    public async Task Mono_instead_of_stereo_is_found() =>
        Assert.Contains("1 channel(s) instead of 2", (await RecordingCheck.ReadAsync(Written(channels: 1), default)).Problem(channels: 2),
            StringComparison.Ordinal);

    [Fact]
    public async Task A_file_that_was_cut_short_is_found()
    {
        var path = Written(channels: 2);
        await using (var file = File.OpenWrite(path)) file.SetLength(file.Length - 320);
        var check = await RecordingCheck.ReadAsync(path, default);
        Assert.Contains("promises 8000 samples, the file has 7840", check.Problem(channels: 2), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no audio at all")]
    public async Task What_is_no_wav_is_refused(string content)
    {
        await File.WriteAllTextAsync(_folder.File("x.wav"), content);
        await Assert.ThrowsAsync<InvalidDataException>(() => RecordingCheck.ReadAsync(_folder.File("x.wav"), default));
    }

    private string Written(int channels)
    {
        using var wav = new WavWriter(_folder.File("a.wav"), channels);
        wav.Write(new byte[8000 * channels]);
        wav.Complete();
        return _folder.File("a.wav");
    }
}
