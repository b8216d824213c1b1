using System.Text;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transport;
using CallbackBot.Telephony.Tests.Torture;

namespace CallbackBot.Telephony.Tests.Fuzz;

/// <summary>
/// Spoiled streams: whatever comes and however it is cut into segments, the framer finds the same frames, none larger than the largest message, and loses
/// no byte until it says that the stream is of no use (RFC 3261 section 18.3).
/// </summary>
[Collection(LongRunning.Name)]
public class StreamFuzzTests
{
    private const int MaxSegment = 3_000;

    private static readonly byte[][] Seeds =
    [
        .. TortureMessages.Rfc4475.Values,
        "\r\n\r\n"u8.ToArray(),
        "OPTIONS sip:a@h SIP/2.0\r\nl: 5\r\n\r\nhello"u8.ToArray(),
        "OPTIONS sip:a@h SIP/2.0\nContent-Length: 0\n\n"u8.ToArray(),
        Encoding.ASCII.GetBytes($"OPTIONS sip:a@h SIP/2.0\r\nContent-Length: 9000\r\n\r\n{new string('b', 9_000)}"),
    ];

    [Fact]
    public void Streams_of_messages()
    {
        var (messages, broken) = (0, 0);
        FuzzRun.Rounds(2_000, (random, note) =>
        {
            var mutator = new Mutator(random);
            byte[] stream = [.. Enumerable.Range(0, random.Next(1, 5)).SelectMany(_ => Part(random, mutator))];
            note(stream);
            var whole = Frames(stream, () => int.MaxValue);
            var cut = Frames(stream, () => random.Next(8) == 0 ? 1 : random.Next(1, MaxSegment));
            Assert.Equal(whole.Select(f => (f.Kind, Convert.ToHexString(f.Bytes), f.Fault)), cut.Select(f => (f.Kind, Convert.ToHexString(f.Bytes), f.Fault)));
            foreach (var frame in whole.Where(f => f.Kind == StreamFrameKind.Message)) _ = SipParser.Parse(frame.Bytes);
            messages += whole.Count(f => f.Kind == StreamFrameKind.Message);
            broken += whole.Count(f => f.Kind == StreamFrameKind.Broken);
        });
        Assert.True(messages > 500 && broken > 200, $"{messages} messages, {broken} broken streams");
    }

    private static byte[] Part(Random random, Mutator mutator)
    {
        var seed = Seeds[random.Next(Seeds.Length)];
        return random.Next(3) == 0 ? seed : mutator.Mutate(seed);
    }

    /// <summary>What a connection would be handed, up to the end of the stream or of its use.</summary>
    private static List<(StreamFrameKind Kind, byte[] Bytes, StreamFault? Fault)> Frames(byte[] stream, Func<int> segment)
    {
        using var framer = new StreamFramer();
        var frames = new List<(StreamFrameKind Kind, byte[] Bytes, StreamFault? Fault)>();
        var (at, told) = (0, 0);
        while (at < stream.Length)
        {
            var free = framer.Free().Span;
            Assert.False(free.IsEmpty, "no room for the rest of a message");
            var length = Math.Min(Math.Min(segment(), free.Length), stream.Length - at);
            stream.AsSpan(at, length).CopyTo(free);
            framer.Added(length);
            at += length;
            while (true)
            {
                var frame = framer.Next();
                if (frame.Kind == StreamFrameKind.Incomplete) break;
                frames.Add((frame.Kind, frame.Bytes.ToArray(), frame.Fault));
                Assert.InRange(frame.Bytes.Length, 0, StreamFramer.MaxMessage);
                if (frame.Kind == StreamFrameKind.Broken) return frames;
                if (frame.Kind == StreamFrameKind.EmptyLine) told += stream[told] == '\n' ? 1 : 2;
                if (frame.Kind != StreamFrameKind.Message) continue;
                Assert.True(frame.Bytes.SequenceEqual(stream.AsSpan(told, frame.Bytes.Length)), "a message is what stands in the stream");
                told += frame.Bytes.Length;
            }

            var halfALineEnd = at - told == 1 && stream[told] == '\r';
            Assert.Equal(told < at && !halfALineEnd, framer.IsInsideMessage);
        }

        return frames;
    }
}
