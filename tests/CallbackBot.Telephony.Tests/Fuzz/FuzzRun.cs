using System.Diagnostics;
using System.Globalization;

namespace CallbackBot.Telephony.Tests.Fuzz;

/// <summary>
/// How long to spoil messages: a fixed number from a fixed seed, as continuous integration does; or as many minutes as CALLBACKBOT_FUZZ_MINUTES says,
/// from a seed of the day that a failure names.
/// </summary>
internal static class FuzzRun
{
    private static readonly double Minutes = double.TryParse(Environment.GetEnvironmentVariable("CALLBACKBOT_FUZZ_MINUTES"), CultureInfo.InvariantCulture, out var minutes) ? minutes : 0;

    /// <summary>So many seeds, or as many as the minutes allow.</summary>
    public static IEnumerable<int> Seeds(int count)
    {
        var first = Minutes > 0 ? (int)(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() % 1_000_000) * 1000 : 4475;
        var clock = Stopwatch.StartNew();
        for (var i = 0; Minutes > 0 ? clock.Elapsed.TotalMinutes < Minutes : i < count; i++) yield return first + i;
    }

    /// <summary>Calls with one random per round; an exception is reported with the seed and the input that the round has noted.</summary>
    public static void Rounds(int count, Action<Random, Action<byte[]>> round)
    {
        foreach (var seed in Seeds(count))
        {
            byte[] input = [];
            try
            {
                round(new Random(seed), bytes => input = bytes);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}: {e.Message}\n{Convert.ToHexString(input)}", e);
            }
        }
    }
}
