namespace CallbackBot.Dialogs.Drawing;

/// <summary>Colours of the ends: green what counts, amber what a person goes on with, blue what is tried again, red what is over, grey the rest.</summary>
internal static class OutcomeColours
{
    /// <summary>Fill and line.</summary>
    public static (string Fill, string Line) Of(string outcome) => outcome switch
    {
        "completed" => ("#dcfce7", "#16a34a"),
        "partial" or "handed_off" or "language_barrier" => ("#fef3c7", "#d97706"),
        "call_later" or "silent" => ("#dbeafe", "#2563eb"),
        "refused" or "opted_out" => ("#fee2e2", "#dc2626"),
        _ => ("#f1f5f9", "#64748b"),
    };
}
