using CallbackBot.Callbacks;
using CallbackBot.Storage;
using CallbackBot.Worker.Settings;

namespace CallbackBot.Worker.Commands;

/// <summary>A call by hand rings a real telephone too: outside hours it is refused.</summary>
internal static class DialHours
{
    public static void Require(HotlineSettings settings, TimeProvider time)
    {
        var days = Directory.EnumerateFiles(settings.CalendarFolder, "*.csv").SelectMany(CallingCalendar.ReadFile);
        var rules = new DialRules(DialPolicy.Load(Path.Combine(settings.PolicyFolder, "dialing.yaml")), new CallingCalendar(days));
        var verdict = rules.Judge(time.GetUtcNow(), new DialHistory([], 0, Suppressed: false), testTrunk: false);
        if (!verdict.Allowed)
            throw new UserErrorException($"not dialled: {string.Join("; ", verdict.Objections.Select(o => o.Text))}. Only loopback addresses may be called at any time.");
    }
}
