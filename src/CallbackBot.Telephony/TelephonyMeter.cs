using System.Diagnostics.Metrics;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Telephony;

/// <summary>What the trunks do, for whoever listens to the meter <c>CallbackBot.Telephony</c>.</summary>
internal static class TelephonyMeter
{
    private static readonly Meter Meter = new("CallbackBot.Telephony");

    private static readonly Counter<long> Invites = Meter.CreateCounter<long>(
        "telephony.invites", "{invite}", "INVITEs by trunk and result: answered, rejected, not_answered, unreachable.");

    private static readonly UpDownCounter<long> ActiveCalls = Meter.CreateUpDownCounter<long>("telephony.calls.active", "{call}", "Answered calls that are up, by trunk.");

    private static readonly UpDownCounter<long> TrunksUp = Meter.CreateUpDownCounter<long>("telephony.trunk.up", "{trunk}", "1 while a trunk answers, 0 while it does not.");

    public static void Invite(string trunk, InviteResult result)
    {
        var kind = result switch
        {
            InviteResult.Answered => "answered",
            InviteResult.Rejected => "rejected",
            InviteResult.NotAnswered => "not_answered",
            _ => "unreachable",
        };
        Invites.Add(1, new("trunk", trunk), new KeyValuePair<string, object?>("result", kind));
    }

    public static void Active(string trunk, int change) => ActiveCalls.Add(change, new KeyValuePair<string, object?>("trunk", trunk));

    public static void TrunkUp(string trunk, bool up) => TrunksUp.Add(up ? 1 : -1, new KeyValuePair<string, object?>("trunk", trunk));
}
