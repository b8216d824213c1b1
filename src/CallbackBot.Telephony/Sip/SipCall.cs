namespace CallbackBot.Telephony.Sip;

/// <summary>An answered call, ours or the far side's. Disposing it hangs up.</summary>
public sealed class SipCall : IAsyncDisposable
{
    /// <summary>The Call-ID.</summary>
    public string CallId => throw new NotSupportedException();

    /// <summary>Fires once the call is over, whoever ended it. <see cref="End"/> is set by then.</summary>
    public CancellationToken Ended => throw new NotSupportedException();

    /// <summary>How the call ended; null while it is up.</summary>
    public CallEnd? End => throw new NotSupportedException();

    /// <summary>Timestamp (of the agent's TimeProvider) of the 200.</summary>
    public long AnsweredAt => throw new NotSupportedException();

    /// <summary>Sends BYE and waits until the far side confirmed it or the transaction timed out. Returns at once if the call is over.</summary>
    public Task HangUpAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Presses keys (RFC 4733), one after the other, while audio pauses. Does not wait.</summary>
    public void SendDigits(string keys) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
