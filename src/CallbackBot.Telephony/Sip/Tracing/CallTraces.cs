using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using CallbackBot.Telephony.Rtp;

namespace CallbackBot.Telephony.Sip.Tracing;

/// <summary>Collects the traces of the calls that are going on, in bounded memory. Thread-safe.</summary>
/// <param name="over">Takes each trace when its call is over.</param>
/// <param name="time">The clock.</param>
internal sealed class CallTraces(Action<CallTrace> over, TimeProvider time)
{
    /// <summary>Characters of one call; what comes after is only counted.</summary>
    private const int MostText = 256 * 1024;

    /// <summary>Calls at a time; more are not traced.</summary>
    private const int MostCalls = 2000;

    private readonly ConcurrentDictionary<string, Story> _stories = new();

    /// <summary>Sees one message. A story begins with an INVITE; what belongs to no call (REGISTER, OPTIONS, noise) is nobody's.</summary>
    public void Take(bool sent, SipHop peer, ReadOnlySpan<byte> message)
    {
        if (CallIdOf(message) is not { } callId) return;
        if (!_stories.TryGetValue(callId, out var story))
        {
            if (!message.StartsWith("INVITE "u8) || _stories.Count >= MostCalls) return;
            story = _stories.GetOrAdd(callId, static (_, began) => new Story(began), time.GetUtcNow());
        }

        lock (story)
        {
            if (story.Text.Length >= MostText)
            {
                story.LeftOut++;
                return;
            }

            var now = time.GetUtcNow();
            story.Text.Append(CultureInfo.InvariantCulture, $"\n{now:HH:mm:ss.fff} +{(now - story.Began).TotalSeconds:0.000} {(sent ? "sent to" : "received from")} {peer}\n");
            foreach (var line in MessageMask.Lines(message)) story.Text.Append(line.Length == 0 ? "" : "    ").Append(line).Append('\n');
        }
    }

    /// <summary>The audio of a call is over.</summary>
    public void Counted(string callId, CallEnd? end, RtpStatistics rtp)
    {
        if (!_stories.TryGetValue(callId, out var story)) return;
        lock (story)
        {
            var lasted = end is null ? "" : string.Create(CultureInfo.InvariantCulture, $"ended by {end.By} after {end.Duration.TotalSeconds:0.000} s; ");
            story.Text.Append(CultureInfo.InvariantCulture, $"""

                {lasted}RTP{(rtp.Encrypted ? " (encrypted)" : "")}, packets: sent {rtp.Sent}, not taken by the network {rtp.SendFailures}, received {rtp.Received}, lost {rtp.Lost},
                    late {rtp.Late}, repeated {rtp.Duplicates}, not this call's {rtp.Ignored}, forged {rtp.Unauthentic}; longest send interval {rtp.MaxSendInterval.TotalMilliseconds:0.0} ms

                """);
        }
    }

    /// <summary>Nothing more belongs to this call.</summary>
    public void Finish(string callId)
    {
        if (!_stories.TryRemove(callId, out var story)) return;
        lock (story)
        {
            if (story.LeftOut > 0) story.Text.Append(CultureInfo.InvariantCulture, $"\n{story.LeftOut} more messages are left out.\n");
            over(new CallTrace(callId, $"call {callId}, {story.Began:yyyy-MM-dd} (UTC)\n{story.Text}"));
        }
    }

    /// <summary>The agent closes: what is still going on ends here.</summary>
    public void FinishAll()
    {
        foreach (var callId in _stories.Keys) Finish(callId);
    }

    private static string? CallIdOf(ReadOnlySpan<byte> message)
    {
        foreach (var range in message.Split((byte)'\n'))
        {
            var line = message[range].TrimEnd((byte)'\r');
            if (line.IsEmpty) return null;
            var colon = line.IndexOf((byte)':');
            if (colon <= 0) continue;
            var name = line[..colon].TrimEnd(" \t"u8);
            if (Ascii.EqualsIgnoreCase(name, "Call-ID"u8) || Ascii.EqualsIgnoreCase(name, "i"u8)) return Encoding.UTF8.GetString(line[(colon + 1)..].Trim(" \t"u8));
        }

        return null;
    }

    private sealed class Story(DateTimeOffset began)
    {
        public DateTimeOffset Began => began;

        public StringBuilder Text { get; } = new();

        public int LeftOut { get; set; }
    }
}
