namespace CallbackBot.Dialogs.Prompts;

/// <summary>What may be spoken about one order: field name (<c>order.short_title</c>, <c>order.accepted_on</c>…) to value.</summary>
/// <remarks>Dates are ISO 8601 (<c>2026-10-03</c>), times <c>2026-10-03T18:00</c>; spelling them out is the prompt's business.</remarks>
public sealed record Facts(IReadOnlyDictionary<string, string> Values)
{
    /// <summary>The value of a field, or null when it is unknown or empty.</summary>
    public string? this[string field] => Values.TryGetValue(field, out var value) && value.Length > 0 ? value : null;
}
