using CallbackBot.Dialogs.Understanding;
using CallbackBot.Speech;

namespace CallbackBot.Testing.Speech;

/// <summary>A recogniser that hears what a test says, reply by reply; after the last one, speech without text. Keeps the audio it was given.</summary>
public sealed class ScriptedSpeech(params string[] replies) : ISpeechRecognizer
{
    private readonly Queue<string> _replies = new(replies);
    private readonly List<ScriptedStream> _streams = [];

    /// <summary>False: no model for what is asked.</summary>
    public bool HasModel { get; init; } = true;

    /// <summary>Thrown instead of the final text.</summary>
    public SpeechException? FailsToFinish { get; set; }

    /// <summary>Thrown when it is made ready.</summary>
    public SpeechException? FailsToStart { get; init; }

    /// <summary>Thrown instead of a stream.</summary>
    public SpeechException? FailsToOpen { get; init; }

    /// <summary>Holds the final text back, as a slow engine does.</summary>
    public Task Thinks { get; init; } = Task.CompletedTask;

    public IReadOnlyList<ScriptedStream> Streams
    {
        get
        {
            lock (_streams) return [.. _streams];
        }
    }

    public string Name => "scripted";

    public Task<string> StartAsync(CancellationToken cancellationToken) => FailsToStart is { } failure ? throw failure : Task.FromResult("scripted");

    public bool Supports(QuestionAsked question) => HasModel;

    public ValueTask<IRecognitionStream> OpenAsync(QuestionAsked question, CancellationToken cancellationToken)
    {
        if (FailsToOpen is { } failure) throw failure;
        var stream = new ScriptedStream(RecogniseAsync);
        lock (_streams) _streams.Add(stream);
        return new(stream);
    }

    private async Task<Recognition> RecogniseAsync(CancellationToken cancellationToken)
    {
        await Thinks.WaitAsync(cancellationToken);
        if (FailsToFinish is { } failure) throw failure;
        lock (_streams) return _replies.TryDequeue(out var text) ? new Recognition(text, 0.9) : new Recognition("", 0);
    }
}

/// <summary>One reply on its way through <see cref="ScriptedSpeech"/>.</summary>
public sealed class ScriptedStream(Func<CancellationToken, Task<Recognition>> recognise) : IRecognitionStream
{
    private readonly byte[] _audio = new byte[60 * 8000];
    private int _length;
    private int _looks;
    private string? _partial;

    /// <summary>A-law, all of it.</summary>
    public ReadOnlySpan<byte> Audio => _audio.AsSpan(0, Volatile.Read(ref _length));

    /// <summary>Bytes that came after the final text was asked for.</summary>
    public int Late { get; private set; }

    public bool Finished { get; private set; }

    public bool Disposed { get; private set; }

    /// <summary>How often the partial text was looked at.</summary>
    public int Looks => Volatile.Read(ref _looks);

    public string? Partial
    {
        get
        {
            Interlocked.Increment(ref _looks);
            return Volatile.Read(ref _partial);
        }
        set => Volatile.Write(ref _partial, value);
    }

    public void Write(ReadOnlySpan<byte> alaw)
    {
        if (Finished || Disposed) Late += alaw.Length;
        alaw.CopyTo(_audio.AsSpan(_length));
        Volatile.Write(ref _length, _length + alaw.Length);
    }

    public Task<Recognition> FinishAsync(CancellationToken cancellationToken)
    {
        Finished = true;
        return recognise(cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        return ValueTask.CompletedTask;
    }
}
