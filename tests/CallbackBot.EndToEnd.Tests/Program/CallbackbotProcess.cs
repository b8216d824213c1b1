using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace CallbackBot.EndToEnd.Tests.Program;

/// <summary>What a command line came to.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Errors);

/// <summary>The built <c>callbackbot</c> as a user runs it: a child process with its own settings, gone when disposed.</summary>
internal sealed partial class CallbackbotProcess : IAsyncDisposable
{
    private const int SigInt = 2;
    private const int SigTerm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    public CallbackbotProcess(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            WorkingDirectory = environment["CALLBACKBOT_HOME"],
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "callbackbot.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => Text(_output);

    public string Errors => Text(_errors);

    public StreamWriter Input => _process.StandardInput;

    /// <summary>What Ctrl-C sends.</summary>
    public void Interrupt() => Send(SigInt);

    /// <summary>What systemd sends.</summary>
    public void Terminate() => Send(SigTerm);

    /// <summary>Waits for the end by itself.</summary>
    public async Task<CommandResult> ExitAsync(TimeSpan? within = null)
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(within ?? Patience, TimeProvider.System);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"callbackbot did not end in time. It printed:\n{Output}\n{Errors}");
        }

        return new CommandResult(_process.ExitCode, Output, Errors);
    }

    /// <summary>Waits until something is so, for example until a line was printed; an early end is a failure with what was printed.</summary>
    public async Task UntilAsync(Func<bool> so)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        while (!so())
        {
            if (_process.HasExited) throw new InvalidOperationException($"callbackbot ended with {_process.ExitCode}:\n{Output}\n{Errors}");
            await poll.WaitForNextTickAsync(limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Send(int signal) => Send(_process.Id, signal);

    /// <summary>To one of our own processes.</summary>
    internal static void Send(int process, int signal)
    {
        if (Kill(process, signal) != 0) throw new InvalidOperationException($"process {process} has ended already");
    }

    private static void Keep(StringBuilder text, string? line)
    {
        lock (text)
        {
            if (line is not null) text.Append(line).Append('\n');
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text) return text.ToString();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
