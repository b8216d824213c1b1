using System.Globalization;

namespace CallbackBot.Telephony.Sip.Tracing;

/// <summary>How an attempt came out and how a call ended, in words.</summary>
internal static class ResultText
{
    public static string Of(InviteResult result) => result switch
    {
        InviteResult.Answered => "answered",
        InviteResult.Rejected rejected => $"refused with {rejected.Code}{(rejected.Q850Cause is { } cause ? $", Q.850 cause {cause}" : "")}",
        InviteResult.NotAnswered { CancelledByUs: true } => "given up: cancelled by us",
        InviteResult.NotAnswered => "given up: it rang too long",
        InviteResult.Unreachable { Why: var why } => $"not reached: {why}",
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

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
