using CallbackBot.Calls;
using CallbackBot.Storage;

namespace CallbackBot.Callbacks;

/// <summary>What follows an outcome.</summary>
/// <param name="Counts">The callback is done, and its answers count.</param>
/// <param name="RetryAfter">Try again after this long; null: never again.</param>
public readonly record struct AfterOutcome(bool Counts, TimeSpan? RetryAfter);

/// <summary>When, how often and after what a person is called: a file, because a city changes it without us.</summary>
public sealed record DialPolicy
{
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>Hours of a working day; null when they could not be read.</summary>
    public required CallingWindows? WorkingDay { get; init; }

    public required CallingWindows? Weekend { get; init; }

    public required CallingWindows? Holiday { get; init; }

    /// <summary>Why a window is null. Then nothing is dialled on a real trunk.</summary>
    public string? UnreadableWindow { get; init; }

    public required int PerDay { get; init; }

    public required int PerOrder { get; init; }

    public required TimeSpan Apart { get; init; }

    public required IReadOnlyDictionary<Disposition, AfterOutcome> After { get; init; }

    public static DialPolicy Load(string path) => Parse(path, File.ReadAllText(path));

    /// <exception cref="SettingsException">Anything but a window is wrong: a wrong window stops the dialling, not the program.</exception>
    public static DialPolicy Parse(string file, string text)
    {
        var yaml = YamlSettings.Parse(file, text);
        yaml.Only("dialing", "zone", "windows", "caps", "after");
        var windows = yaml.Map("windows");
        windows.Only("working_day", "weekend", "holiday");
        var caps = yaml.Map("caps");
        caps.Only("per_day", "per_order", "apart");
        var workingDay = CallingWindows.Parse(windows.List("working_day"), out var unreadable);
        var weekend = CallingWindows.Parse(windows.List("weekend"), out var unreadableWeekend);
        var holiday = CallingWindows.Parse(windows.List("holiday"), out var unreadableHoliday);
        return new DialPolicy
        {
            Zone = CallingZone(yaml),
            WorkingDay = workingDay,
            Weekend = weekend,
            Holiday = holiday,
            UnreadableWindow = unreadable ?? unreadableWeekend ?? unreadableHoliday,
            PerDay = caps.Whole("per_day", 1, 10),
            PerOrder = caps.Whole("per_order", 1, 20),
            Apart = YamlSettings.Duration(caps.Text("apart")) ?? throw caps.Wrong("apart", "a time such as 30m, 2h or 1d is expected"),
            After = Outcomes(yaml.Map("after")),
        };
    }

    private static TimeZoneInfo CallingZone(YamlSettings yaml)
    {
        var id = yaml.Text("zone");
        return TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
            ? zone
            : throw yaml.Wrong(
                "zone", $"this machine does not know the time zone '{id}'; install its time zone data (Debian: apt-get install tzdata)");
    }

    private static Dictionary<Disposition, AfterOutcome> Outcomes(YamlSettings yaml)
    {
        yaml.Only([.. Enum.GetValues<Disposition>().Select(d => d.Name())]);
        return Enum.GetValues<Disposition>().ToDictionary(d => d, d => Outcome(yaml, d.Name()));
    }

    private static AfterOutcome Outcome(YamlSettings yaml, string key)
    {
        const string Retry = "retry after ";
        var text = yaml.Text(key);
        if (text == "counts") return new AfterOutcome(true, null);
        if (text == "never again") return new AfterOutcome(false, null);
        if (text.StartsWith(Retry, StringComparison.Ordinal) && YamlSettings.Duration(text[Retry.Length..]) is { } after)
            return new AfterOutcome(false, after);
        throw yaml.Wrong(key, "allowed: counts | retry after 2h (or 30m, 1d) | never again");
    }
}
