namespace CallbackBot.EndToEnd.Tests.Program;

/// <summary><c>callbackbot bench capture</c> as a user runs it.</summary>
public sealed class BenchCaptureCommandTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_capture_without_RTP_is_no_good_result()
    {
        var path = Path.Combine(site.Home, "empty.pcap");
        await File.WriteAllBytesAsync(path, [0xD4, 0xC3, 0xB2, 0xA1, .. new byte[16], 1, 0, 0, 0]);
        var result = await site.RunAsync("bench", "capture", path);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("\"packets\": 0", result.Output, StringComparison.Ordinal);
        Assert.Contains("no RTP", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_called_a_folder()
    {
        var result = await site.RunAsync("bench", "capture", site.Home);
        Assert.Equal((2, $"callbackbot: '{site.Home}' is a folder; name a file in it"), (result.ExitCode, result.Errors.TrimEnd()));
    }
}
