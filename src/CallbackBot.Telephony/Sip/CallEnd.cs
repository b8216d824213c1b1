namespace CallbackBot.Telephony.Sip;

/// <summary>Who or what ended an answered call.</summary>
public enum CallEndedBy
{
    /// <summary>We sent the BYE.</summary>
    Us,

    /// <summary>The far side sent the BYE.</summary>
    FarSide,

    /// <summary>Nobody hung up: no media for the inactivity limit, no refresh of the session, no ACK, no audio left, ours failed by a bug, or the dialog is gone (481, 408).</summary>
    Network,
}

/// <summary>How an answered call ended.</summary>
/// <param name="By">Who ended it.</param>
/// <param name="Q850Cause">The cause in the far side's Reason header, or null.</param>
/// <param name="Duration">From the 200 received (or sent) to the BYE sent or received.</param>
public sealed record CallEnd(CallEndedBy By, int? Q850Cause, TimeSpan Duration);
