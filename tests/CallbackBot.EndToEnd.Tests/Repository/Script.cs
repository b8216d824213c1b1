using System.Diagnostics;

namespace CallbackBot.EndToEnd.Tests.Repository;

/// <summary>One run of a script.</summary>
internal sealed record Script(int ExitCode, string Output, string Errors)
{
    public static async Task<Script> RunAsync(string program, params string[] arguments)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(100), TimeProvider.System);
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return new Script(process.ExitCode, output.Trim(), (await errors).Trim());
    }
}
