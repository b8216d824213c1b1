using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.Transactions;

/// <summary>Takes the responses of one request of ours.</summary>
internal interface IClientTransaction
{
    /// <summary>Fires when the request is not wanted any more, so that it must not leave if it has not left yet.</summary>
    CancellationToken Withdrawn { get; }

    void Receive(SipResponse response);

    /// <summary>The network did not take the request, or the connection was lost that a response would have come over.</summary>
    void TransportFailed(string why);

    /// <summary>The network did not take the request, so nobody has seen it: it goes out once more, by the next hop.</summary>
    void SendAgain(bool reliable);
}

/// <summary>Answers one request of the far side, and absorbs its repeats.</summary>
internal interface IServerTransaction
{
    SipRequest Request { get; }

    /// <summary>Where the request came from, which is where its responses go.</summary>
    SipHop Source { get; }

    /// <summary>Sends a response; false when the transaction is past it.</summary>
    bool Respond(SipResponse response);

    /// <summary>Takes a repeat or an ACK; false when it concerns the user.</summary>
    bool Receive(SipRequest request);
}
