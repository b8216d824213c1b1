namespace CallbackBot.Calls;

/// <summary>What became of an attempt: one list for network and conversation. Stored and printed in snake case.</summary>
public enum Disposition
{
    Completed,
    Partial,
    BrokeOff,
    Refused,
    OptedOut,
    CallLater,
    NoAnswer,
    Busy,
    PoweredOff,
    Unreachable,
    RejectedByCallee,
    Voicemail,
    Silent,
    WrongPerson,
    WrongNumber,
    EmptyNumber,
    SuspendedNumber,
    LanguageBarrier,
    HandedOff,
    CarrierError,
    BlockedByRule,
    Interrupted,
}

public static class Dispositions
{
    private static readonly Dictionary<Disposition, string> Names =
        Enum.GetValues<Disposition>().ToDictionary(d => d, d => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(d.ToString()));

    private static readonly Dictionary<string, Disposition> ByName = Names.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

    /// <summary><c>broke_off</c> for <see cref="Disposition.BrokeOff"/>.</summary>
    public static string Name(this Disposition disposition) => Names[disposition];

    public static Disposition Parse(string name) =>
        ByName.TryGetValue(name, out var found) ? found : throw new FormatException($"'{name}' is no disposition");
}
