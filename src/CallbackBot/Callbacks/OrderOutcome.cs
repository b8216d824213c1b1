using CallbackBot.Calls;
using CallbackBot.Dialogs.Running;

namespace CallbackBot.Callbacks;

/// <summary>What one call came to for one of its orders.</summary>
/// <param name="CallbackId">The order's callback.</param>
/// <param name="Disposition">Null: the call ended before this order was spoken about, and it waits for another call.</param>
/// <param name="Talk">What was collected; null when there was no talk about it.</param>
internal sealed record OrderOutcome(long CallbackId, Disposition? Disposition, OrderAnswers? Talk)
{
    public bool Complete => Talk?.Complete ?? false;

    /// <summary>
    /// A call has one disposition, its orders may differ: an order whose questions were all answered is completed even when the person hung up
    /// or the network failed before the goodbye or at the next order. What is true of the number or the person (busy, wrong number, opted out) is true of every order.
    /// </summary>
    public static IReadOnlyList<OrderOutcome> Of(IReadOnlyList<long> callbacks, CallOutcome outcome)
    {
        var spoken = outcome.Dialog?.Orders ?? [];
        return [.. callbacks.Select((callback, i) => new OrderOutcome(callback, DispositionOf(i), i < spoken.Count ? spoken[i] : null))];

        Disposition? DispositionOf(int i)
        {
            if (spoken.Count == 0) return outcome.Disposition;
            if (i >= spoken.Count) return IsAboutThePerson(outcome.Disposition) ? outcome.Disposition : null;
            if (i < spoken.Count - 1) return spoken[i].Complete ? Calls.Disposition.Completed : Calls.Disposition.Partial;
            return outcome.Disposition is Calls.Disposition.BrokeOff or Calls.Disposition.CarrierError && spoken[i].Complete ? Calls.Disposition.Completed : outcome.Disposition;
        }
    }

    private static bool IsAboutThePerson(Disposition disposition) => disposition is not
        (Calls.Disposition.Completed or Calls.Disposition.Partial or Calls.Disposition.Refused or Calls.Disposition.BrokeOff
            or Calls.Disposition.CarrierError or Calls.Disposition.HandedOff);
}
