using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CallbackBot.Worker.Output;

namespace CallbackBot.Worker.Bench;

internal sealed record Intervals(double P50, double P99, double P999, double Max)
{
    public static Intervals Of(SendIntervals all) => new(all.Quantile(0.5), all.Quantile(0.99), all.Quantile(0.999), all.MaxMs);
}

/// <summary>What <c>bench media</c> found in its steady window.</summary>
/// <param name="Calls">Calls that were set up.</param>
/// <param name="Failed">Calls that were not, and calls that did not last to the end.</param>
/// <param name="SocketUsPerPacket">Microseconds of processor time for one bare sendto and recvfrom of the same size, taken before and after.</param>
/// <param name="CpuPercentPerCall">User and system time of this process, in percent of one core.</param>
/// <param name="IntervalMs">Between two packets of one call, as they were handed to the system.</param>
/// <param name="GapsOver40ms">How many of them were longer than 40 ms.</param>
/// <param name="BytesPerPacket">Managed memory allocated per packet sent or received.</param>
/// <param name="BytesPerCall">Managed memory that a call which is up holds, after a full collection.</param>
/// <param name="MeasureStartMs">Unix time in ms, to find the window in a capture.</param>
/// <param name="BareIntervalMs">Between two awakenings of a thread of the same urgency that has nothing to do, meanwhile: how punctual the machine was.</param>
internal sealed record MediaBenchResult(
    int Calls, int Failed, double SocketUsPerPacket, double CpuPercentPerCall, Intervals IntervalMs,
    [property: JsonPropertyName("gaps_over_40ms")] long GapsOver40ms,
    long Sent, long Received, long Lost, double BytesPerPacket, long BytesPerCall, long MeasureStartMs, long MeasureEndMs, Intervals BareIntervalMs)
{
    public void Print(bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(this, Json.Options));
            return;
        }

        Line("calls", $"{Calls} set up, {Failed} failed or lost");
        Line("processor", $"{CpuPercentPerCall:0.0000} % of a core per call; a bare send and receive takes {SocketUsPerPacket:0.00} µs");
        Line("send interval", $"p50 {IntervalMs.P50:0.00}, p99 {IntervalMs.P99:0.00}, p99.9 {IntervalMs.P999:0.00}, longest {IntervalMs.Max:0.00} ms; {GapsOver40ms} over 40 ms");
        Line("machine", $"wakes an idle thread every p50 {BareIntervalMs.P50:0.00}, p99 {BareIntervalMs.P99:0.00}, p99.9 {BareIntervalMs.P999:0.00}, longest {BareIntervalMs.Max:0.00} ms");
        Line("packets", $"{Sent} sent, {Received} received, {Lost} lost on the way to us");
        Line("memory", $"{BytesPerPacket:0.##} bytes allocated per packet; {BytesPerCall / 1024.0:0.0} KB held per call");
    }

    private static void Line(string name, FormattableString text) => Console.WriteLine($"{name,-14} {text.ToString(CultureInfo.InvariantCulture)}");
}
