using System.ComponentModel;
using System.Diagnostics;
using CallbackBot.Telephony.Sip;
using CallbackBot.Worker.Commands;

namespace CallbackBot.Worker.Bench;

/// <summary>This program once more, as <see cref="EchoCallee"/>; disposing it ends the process.</summary>
internal sealed class CalleeProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private CalleeProcess(Process process, SipUri address)
    {
        _process = process;
        Address = address;
    }

    public SipUri Address { get; }

    /// <exception cref="UserErrorException">The process does not start.</exception>
    public static async Task<CalleeProcess> StartAsync(CancellationToken cancellationToken)
    {
        var program = Environment.ProcessPath ?? "callbackbot";
        string[] arguments = Path.GetFileNameWithoutExtension(program) == "dotnet" ? ["exec", typeof(CalleeProcess).Assembly.Location] : [];
        var start = new ProcessStartInfo(program, [.. arguments, "bench", "callee"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        try
        {
            var process = Process.Start(start)!;
            var line = await process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Patience, TimeProvider.System, cancellationToken);
            return SipUri.TryParse($"sip:echo@{line}", out var address)
                ? new CalleeProcess(process, address)
                : throw new UserErrorException("the echoing callee did not start; what it said is above");
        }
        catch (Exception e) when (e is Win32Exception or TimeoutException)
        {
            throw new UserErrorException($"the echoing callee ('{program} bench callee') did not start: {e.Message}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience, TimeProvider.System, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
