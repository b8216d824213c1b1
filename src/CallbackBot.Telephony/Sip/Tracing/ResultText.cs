using System.Globalization;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.Tracing;

/// <summary>How an attempt came out and how a call ended, in words.</summary>
internal static class ResultText
{
    public static string Of(InviteResult result) => result switch
    {
        InviteResult.Answered => "answered",
        InviteResult.Rejected rejected => $"refused with {CodeOf(rejected)}{PasswordOf(rejected)}",
        InviteResult.NotAnswered given => $"given up: {WhyOf(given)}{(given.Final is { } final ? $"; it ended with {CodeOf(final)}" : "")}",
        InviteResult.Unreachable { Why: var why } => $"not reached: {why}",
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    private static string WhyOf(InviteResult.NotAnswered given) =>
        given.CancelledByUs ? "cancelled by us" : given.Progress.MayHaveRung ? "it rang too long" : "nothing rang";

    private static string CodeOf(InviteResult.Rejected refusal) => $"{refusal.Code}{(refusal.Q850Cause is { } cause ? $", Q.850 cause {cause}" : "")}";

    /// <summary>RFC 3261 section 22: what a 401 or 407 that ended the attempt is about.</summary>
    private static string PasswordOf(InviteResult.Rejected rejected) => rejected.RefusedRealm is { } realm ? $": no user name and password of ours was accepted for realm {HeaderText.Quote(realm)}" : "";

    public static string Of(CallEnd end)
    {
        var by = end.By switch
        {
            CallEndedBy.Us => "us",
            CallEndedBy.FarSide => "the far side",
            _ => "the network: the far side vanished",
        };
        return string.Create(
            CultureInfo.InvariantCulture, $"ended by {by}, {end.Duration.TotalSeconds:0.000} s after the answer{(end.Q850Cause is { } cause ? $", Q.850 cause {cause}" : "")}");
    }
}
