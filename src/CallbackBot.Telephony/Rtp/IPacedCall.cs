namespace CallbackBot.Telephony.Rtp;

/// <summary>What a call does in its turn, in this order.</summary>
internal enum TurnStep
{
    /// <summary>Reads what has arrived.</summary>
    Hear,

    /// <summary>Lets the application hear 20 ms and speak 20 ms.</summary>
    Speak,

    /// <summary>Sends what was spoken.</summary>
    Send,
}

/// <summary>A call that a <see cref="PacingClock"/> gives a turn each 20 ms.</summary>
internal interface IPacedCall
{
    /// <summary>One step of a turn; all three come in order, those of other calls between them.</summary>
    /// <param name="step">Which.</param>
    /// <param name="due">When the turn was due: a timestamp of the time provider, in steps of 20 ms.</param>
    void Take(TurnStep step, long due);

    /// <summary>Has the next turn: what the step needs may be asked for (<see cref="ProcessorCache"/>).</summary>
    void ComingUp(TurnStep step);

    /// <summary>A step threw: the call gets no further turn.</summary>
    void TurnsOver();
}
