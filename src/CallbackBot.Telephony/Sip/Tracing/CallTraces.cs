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

    /// <summary>An attempt of ours is about to send its INVITE.</summary>
    public void Begin(string callId, string? label)
    {
        if (_stories.Count < MostCalls) _stories.TryAdd(callId, new Story(time.GetUtcNow()) { Label = label });
    }

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
            if (story.Text.Length < MostText) story.Message(time.GetUtcNow(), sent, peer, message);
            else story.LeftOut++;
        }
    }

    /// <summary>An attempt of ours has its result.</summary>
    public void Concluded(string callId, InviteResult result) => Tell(callId, ResultText.Of(result));

    /// <summary>The response above could not be used.</summary>
    public void Unread(UnreadResponse response) => Tell(response.CallId, $"a response to {response.Method} is dropped: {response.Why}");

    /// <summary>The audio of a call is over.</summary>
    public void Counted(string callId, CallEnd? end, RtpStatistics rtp)
    {
        if (end is not null) Tell(callId, ResultText.Of(end));
        if (!_stories.TryGetValue(callId, out var story)) return;
        lock (story) story.Text.Append('\n').Append(AudioText.Of(rtp));
    }

    /// <summary>Nothing more belongs to this call.</summary>
    public void Finish(string callId)
    {
        if (!_stories.TryRemove(callId, out var story)) return;
        lock (story)
        {
            if (story.LeftOut > 0) story.Text.Append(CultureInfo.InvariantCulture, $"\n{story.LeftOut} more messages are left out.\n");
            over(new CallTrace(callId, story.Head(callId) + story.Text) { Label = story.Label });
        }
    }

    /// <summary>The agent closes: what is still going on ends here.</summary>
    public void FinishAll()
    {
        foreach (var callId in _stories.Keys) Finish(callId);
    }

    private void Tell(string callId, string what)
    {
        if (!_stories.TryGetValue(callId, out var story)) return;
        lock (story) story.Tell(time.GetUtcNow(), what);
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
}
