using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CallbackBot.Testing.Peers;

namespace CallbackBot.Testing.Sip;

/// <summary>A SIPp callee (package sip-tester) on free loopback ports; disposing it ends the process.</summary>
public sealed class SippProcess : IAsyncDisposable
{
    private const int LastScreen = 3000;

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private SippProcess(Process process, IPEndPoint address, IPEndPoint media)
    {
        (_process, Address, Media) = (process, address, media);
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    public IPEndPoint Address { get; }

    /// <summary>Where it takes RTP.</summary>
    public IPEndPoint Media { get; }

    /// <summary>Starts a scenario and waits until its SIP port is taken; with <c>-t t1</c> for TCP.</summary>
    /// <exception cref="InvalidOperationException">SIPp is not installed, or does not start.</exception>
    public static Task<SippProcess> StartAsync(string scenario, params string[] arguments) => StartAsync(scenario, (_, _) => arguments);

    /// <inheritdoc cref="StartAsync(string, string[])"/>
    /// <param name="scenario">The file.</param>
    /// <param name="argumentsFor">Gets the addresses for SIP and RTP that were chosen, and gives the further arguments.</param>
    public static async Task<SippProcess> StartAsync(string scenario, Func<IPEndPoint, IPEndPoint, string[]> argumentsFor)
    {
        var address = new IPEndPoint(IPAddress.Loopback, FreePorts.Next());
        var media = new IPEndPoint(IPAddress.Loopback, FreePorts.Next());
        var start = new ProcessStartInfo("sipp")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(scenario)!,
        };
        string[] always =
        [
            "-sf", scenario, "-i", "127.0.0.1", "-p", Text(address.Port), "-mi", "127.0.0.1", "-mp", Text(media.Port), "-cp", Text(FreePorts.Next()),
            "-nostdin", "-m", "1", "-timeout", "60", "-timeout_error",
        ];
        foreach (var argument in always.Concat(argumentsFor(address, media))) start.ArgumentList.Add(argument);
        SippProcess sipp;
        try
        {
            sipp = new SippProcess(Process.Start(start)!, address, media);
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException("sip-tester is not installed: run scripts/test");
        }

        var protocol = start.ArgumentList.Contains("t1") ? ProtocolType.Tcp : ProtocolType.Udp;
        while (!FreePorts.IsTaken(address.Port, protocol))
        {
            if (sipp._process.HasExited) throw new InvalidOperationException($"sipp did not start: {await sipp._errors}{await sipp._output}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        return sipp;
    }

    /// <summary>Waits for the end of the scenario's one call; throws with SIPp's own words when it did not go as written.</summary>
    public async Task SucceededAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(limit.Token);
        if (_process.ExitCode != 0) throw new InvalidOperationException($"sipp ended with {_process.ExitCode}: {await _errors}{await _output}");
    }

    /// <summary>Ends it and tells, for the message of a test that failed, what it was doing: its last screen counts messages and echoed RTP.</summary>
    public async Task<string> LastWordsAsync()
    {
        var state = _process.HasExited ? $"had ended with {_process.ExitCode}" : "was running";
        await EndAsync();
        var output = await _output;
        return $"sipp {state}: {await _errors}{output[Math.Max(0, output.Length - LastScreen)..]}";
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _process.Dispose();
    }

    private async Task EndAsync()
    {
        if (_process.HasExited) return;
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
