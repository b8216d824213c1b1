using System.Diagnostics;

namespace CallbackBot.Telephony.Tests.Audio;

/// <summary>SoX, as an opinion on audio files that is not ours. The test script installs it.</summary>
internal static class Sox
{
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {await error}");
        return output;
    }

    /// <summary>Converts a file to raw 16-bit samples.</summary>
    public static async Task<short[]> DecodeAsync(string path)
    {
        var raw = path + ".raw";
        await RunAsync("sox", path, "-D", "-t", "raw", "-e", "signed", "-b", "16", raw);
        var bytes = await File.ReadAllBytesAsync(raw);
        return [.. Enumerable.Range(0, bytes.Length / 2).Select(i => BitConverter.ToInt16(bytes, 2 * i))];
    }
}
