using System.Globalization;

namespace CallbackBot.Speech.Local;

/// <summary>What a process that gives no answer does instead: computing, waiting for a processor, or waiting for something else.</summary>
internal static class ProcessWait
{
    /// <returns>Sums over its threads since they began, from <c>/proc</c>; "nothing known" where there is none.</returns>
    public static string Describe(int processId)
    {
        try
        {
            long running = 0, waiting = 0;
            var states = new List<char>();
            foreach (var thread in Directory.EnumerateDirectories($"/proc/{processId}/task"))
            {
                // schedstat: nanoseconds on a processor, nanoseconds ready to run without one, turns. stat: the state after "(name) ".
                var times = File.ReadAllText(Path.Combine(thread, "schedstat")).Split(' ');
                running += long.Parse(times[0], CultureInfo.InvariantCulture);
                waiting += long.Parse(times[1], CultureInfo.InvariantCulture);
                var stat = File.ReadAllText(Path.Combine(thread, "stat"));
                states.Add(stat[stat.LastIndexOf(')') + 2]);
            }
            return string.Create(CultureInfo.InvariantCulture, $"its threads are {string.Concat(states.Order())}, have computed for {running / 1e9:0.00} s and waited for a processor for {waiting / 1e9:0.00} s");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return "nothing known of what it does";
        }
    }
}
