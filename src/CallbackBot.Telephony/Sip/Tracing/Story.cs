using System.Globalization;
using System.Text;

namespace CallbackBot.Telephony.Sip.Tracing;

/// <summary>One call's trace while it grows: a line per event with the time since the INVITE, the rest of a message indented below it. Locked by its owner.</summary>
internal sealed class Story(DateTimeOffset created)
{
    private const string Indent = "            ";

    /// <summary>Messages seen, so that a repeated one takes one line.</summary>
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>When the INVITE was sent or came.</summary>
    private DateTimeOffset? _began;

    /// <summary>What the application calls it.</summary>
    public string? Label { get; init; }

    public StringBuilder Text { get; } = new();

    /// <summary>Messages that found no more room.</summary>
    public int LeftOut { get; set; }

    /// <summary>What stands above the events.</summary>
    public string Head(string callId) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        Call-ID {callId}{(Label is null ? "" : $", attempt {Label}")}
        INVITE at {_began ?? created:yyyy-MM-dd HH:mm:ss.fff} UTC; times are seconds from then; --> is sent, <-- is received.
        Users, numbers, names, credentials and keys are masked.

        """);

    /// <summary>A message: its start line beside time, direction and peer, its headers and body below.</summary>
    public void Message(DateTimeOffset now, bool sent, SipHop peer, ReadOnlySpan<byte> message)
    {
        _began ??= now;
        var lines = MessageMask.Lines(message);
        var start = lines.Count == 0 ? "" : lines[0];
        var again = !_seen.Add($"{sent} {string.Join('\n', lines)}");
        Line(now, $"{(sent ? "-->" : "<--")} {peer}  {start}{(again ? "  (repeated)" : "")}");
        if (again) return;
        foreach (var line in lines.Skip(1)) Text.Append(line.Length == 0 ? "" : Indent).Append(line).Append('\n');
    }

    /// <summary>Something that was no message.</summary>
    public void Tell(DateTimeOffset now, string what) => Line(now, $"=== {what}");

    private void Line(DateTimeOffset now, string what) => Text.Append(CultureInfo.InvariantCulture, $"\n{(now - (_began ?? created)).TotalSeconds,9:0.000}   {what}\n");
}
