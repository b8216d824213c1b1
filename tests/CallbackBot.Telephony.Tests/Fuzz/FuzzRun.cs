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

    /// <summary>Calls with one random per round; an exception is reported with the seed and the input that the round has noted.</summary>
    public static void Rounds(int count, Action<Random, Action<byte[]>> round)
    {
        var first = Minutes > 0 ? (int)(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() % 1_000_000) * 1000 : 4475;
        var clock = Stopwatch.StartNew();
        for (var i = 0; Minutes > 0 ? clock.Elapsed.TotalMinutes < Minutes : i < count; i++)
        {
            byte[] input = [];
            try
            {
                round(new Random(first + i), bytes => input = bytes);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {first + i}: {e.Message}\n{Convert.ToHexString(input)}", e);
            }
        }
    }
}
