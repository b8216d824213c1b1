using System.ComponentModel;
using System.Diagnostics;

namespace CallbackBot.Speech.Local;

/// <summary>How the child process is started.</summary>
/// <param name="Program">The executable.</param>
/// <param name="Arguments">Before the model's folder.</param>
public sealed record AsrHostCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>This executable with <c>asr-host</c>; under <c>dotnet x.dll</c>, the same again.</summary>
    public static AsrHostCommand OfThisProcess { get; } = Of(Environment.ProcessPath ?? "callbackbot");

    private static AsrHostCommand Of(string process) =>
        Path.GetFileNameWithoutExtension(process) == "dotnet"
            ? new(process, ["exec", System.Reflection.Assembly.GetEntryAssembly()!.Location, "asr-host"])
            : new(process, ["asr-host"]);
}

/// <summary>One running child. Used by one request at a time; after any failure it is dead.</summary>
internal sealed class AsrHostProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly TimeProvider _time;
    private bool _failed;

    private AsrHostProcess(Process process, TimeProvider time)
    {
        _process = process;
        _time = time;
    }

    public int Id => _process.Id;

    public bool IsAlive => !_failed && !_process.HasExited;

    /// <exception cref="SpeechException">It does not start, or the engine is not installed.</exception>
    public static async Task<AsrHostProcess> StartAsync(AsrHostCommand command, string modelFolder, TimeProvider time)
    {
        var start = new ProcessStartInfo(command.Program, [.. command.Arguments, modelFolder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new SpeechException($"the recogniser's process '{command.Program}' cannot be started", isTransient: false, missing);
        }
        var host = new AsrHostProcess(process, time);
        // A full pipe would stop the child; what it complains about shows in its result.
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        // Ordinary priority: the media clock has a better one of its own, and children of the lowest could outlast the time-out on a busy machine.
        var hello = await host.ReadAsync(StartTimeout);
        if (hello.Error is null) return host;
        await host.DisposeAsync();
        throw new SpeechException(hello.Error, isTransient: false);
    }

    /// <exception cref="SpeechException">Transient: the child died, or was killed because it hangs.</exception>
    public async Task<AsrReply> DecodeAsync(AsrRequest request, TimeSpan timeout)
    {
        try
        {
            await AsrMessages.SendAsync(_process.StandardInput.BaseStream, request, CancellationToken.None);
        }
        catch (IOException broken)
        {
            throw Died(broken);
        }
        return await ReadAsync(timeout);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // The child ends when its input does.
            _process.StandardInput.Close();
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2), _time);
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (Exception stuck) when (stuck is OperationCanceledException or IOException)
        {
            _process.Kill();
        }
        _process.Dispose();
    }

    private async Task<AsrReply> ReadAsync(TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout, _time);
        try
        {
            return await AsrMessages.ReadReplyAsync(_process.StandardOutput.BaseStream, limit.Token) ?? throw Died(null);
        }
        catch (OperationCanceledException hanging)
        {
            var why = ProcessWait.Describe(_process.Id);
            Kill();
            throw new SpeechException($"the recogniser gave no result within {timeout.TotalSeconds:0.#} s and was stopped ({why})", isTransient: true, hanging);
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            throw Died(broken);
        }
    }

    private SpeechException Died(Exception? because)
    {
        Kill();
        return new SpeechException("the recogniser's process ended in the middle of an utterance; another one is started", isTransient: true, because);
    }

    private void Kill()
    {
        _failed = true;
        _process.Kill();
    }
}
