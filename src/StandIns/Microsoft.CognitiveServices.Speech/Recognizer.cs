namespace Microsoft.CognitiveServices.Speech;

/// <summary>What all recognisers share.</summary>
public class Recognizer : IDisposable
{
    private protected Recognizer() { }

    public event EventHandler<SessionEventArgs>? SessionStopped;

    /// <summary>Words that are to be expected; read when recognition starts.</summary>
    internal List<string> Phrases { get; } = [];

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) { }

    internal void OnSessionStopped() => SessionStopped?.Invoke(this, new SessionEventArgs());
}
