using System.Text;
using CallbackBot.Telephony.Sip.Transport;
using FsCheck;
using FsCheck.Fluent;

namespace CallbackBot.Telephony.Tests.Sip.Transport;

/// <summary>RFC 3261 sections 7.5, 18.3 and 20.14; RFC 5626 section 4.4.1.</summary>
public sealed class StreamFramerTests : IDisposable
{
    private readonly StreamFramer _framer = new();
    private readonly List<string> _frames = [];

    public void Dispose() => _framer.Dispose();

    [Fact]
    public void Section_18_3_several_messages_in_one_segment_are_several()
    {
        Feed(Message("one", "abc") + Message("two", "") + Message("three", "x\r\n\r\ny"));
        Assert.Equal([Message("one", "abc"), Message("two", ""), Message("three", "x\r\n\r\ny")], _frames);
    }

    [Fact]
    public void Section_18_3_any_split_of_any_messages_into_segments_gives_the_same_messages()
    {
        var body = Gen.Elements("", "a", "\r\n", "\r\n\r\n", "v=0\r\ns=-\r\n", new string('z', 5000));
        var messages = body.ListOf().Where(bodies => bodies.Count > 0);
        var cuts = Gen.Choose(1, 700).NonEmptyListOf();
        var property = Prop.ForAll(messages.ToArbitrary(), cuts.ToArbitrary(), (bodies, lengths) =>
        {
            using var framer = new StreamFramer();
            var expected = bodies.Select((b, i) => Message($"call-{i}", b)).ToList();
            var stream = Encoding.ASCII.GetBytes(string.Concat(expected));
            var found = new List<string>();
            for (var (at, turn) = (0, 0); at < stream.Length; turn++)
            {
                var segment = stream.AsSpan(at, Math.Min(lengths[turn % lengths.Count], stream.Length - at));
                at += segment.Length;
                Feed(framer, segment, found);
            }

            return found.SequenceEqual(expected) && !framer.IsInsideMessage;
        });
        property.Check(Config.QuickThrowOnFailure.WithReplay(1, 3).WithMaxTest(300));
    }

    [Fact]
    public void Section_18_3_one_byte_after_the_other_makes_a_message()
    {
        foreach (var c in Message("slow", "body")) Feed(c.ToString());
        Assert.Equal([Message("slow", "body")], _frames);
    }

    [Fact]
    public void Rfc_5626_section_4_4_1_a_line_end_may_be_cut_in_two()
    {
        foreach (var c in "\r\n\r\n" + Message("one", "") + "\r\n") Feed(c.ToString());
        Assert.Equal(["empty", "empty", Message("one", ""), "empty"], _frames);
    }

    [Fact]
    public void Rfc_5626_section_4_4_1_half_a_line_end_is_no_message_that_waits_for_its_rest()
    {
        Feed("\r");
        Assert.False(_framer.IsInsideMessage);
        Feed("\nO");
        Assert.True(_framer.IsInsideMessage);
    }

    [Fact]
    public void Rfc_5626_section_4_4_1_line_ends_between_messages_are_told_one_by_one()
    {
        Feed("\r\n\r\n" + Message("one", "") + "\r\n");
        Assert.Equal(["empty", "empty", Message("one", ""), "empty"], _frames);
    }

    [Theory]
    [InlineData("Content-Length: 3")]
    [InlineData("l:3")]
    [InlineData("CONTENT-LENGTH \t :\t3  ")]
    [InlineData("Content-Length:\r\n 3")]
    [InlineData("Content-Length: 3\r\nl: 3")]
    public void Section_20_14_the_length_is_found_however_it_is_written(string header)
    {
        Feed($"OPTIONS sip:a SIP/2.0\r\n{header}\r\n\r\nabc" + Message("next", ""));
        Assert.Equal(2, _frames.Count);
        Assert.EndsWith("abc", _frames[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Subject: none", "400 Content-Length missing")]
    [InlineData("Content-Length: 3x", "400 Content-Length not a number")]
    [InlineData("Content-Length: -1", "400 Content-Length not a number")]
    [InlineData("Content-Length: 99999999999", "400 Content-Length not a number")]
    [InlineData("Content-Length: 3\r\nContent-Length: 4", "400 Content-Length given twice")]
    [InlineData("Content-Length: 70000", "513 Message Too Large")]
    public void Section_18_3_a_message_without_a_usable_length_ends_the_stream_and_its_headers_are_kept_for_the_answer(string header, string fault)
    {
        Feed($"OPTIONS sip:a SIP/2.0\r\n{header}\r\n\r\nabc");
        Assert.Equal($"broken: {fault}: OPTIONS sip:a SIP/2.0", _frames[0]);
    }

    [Fact]
    public void A_header_block_without_end_is_given_up_at_64_KB()
    {
        Feed("OPTIONS sip:a SIP/2.0\r\nSubject: ");
        for (var i = 0; i < 1000 && _frames.Count == 0; i++) Feed(new string('x', 1024));
        Assert.Equal("broken: 513 Message Too Large: ", Assert.Single(_frames));
    }

    [Fact]
    public void The_largest_message_passes()
    {
        var head = "OPTIONS sip:a SIP/2.0\r\nContent-Length: 65000\r\n\r\n";
        Feed(head + new string('x', 65000) + Message("next", ""));
        Assert.Equal([head.Length + 65000, Message("next", "").Length], _frames.Select(f => f.Length));
    }

    [Fact]
    public void A_length_folded_over_thousands_of_lines_is_no_number()
    {
        Feed("OPTIONS sip:a SIP/2.0\r\nContent-Length:" + string.Concat(Enumerable.Repeat("\r\n ", 10_000)) + "3\r\n\r\n");
        Assert.StartsWith("broken: 400", Assert.Single(_frames), StringComparison.Ordinal);
    }

    private void Feed(string text) => Feed(_framer, Encoding.ASCII.GetBytes(text), _frames);

    private static void Feed(StreamFramer framer, ReadOnlySpan<byte> bytes, List<string> frames)
    {
        while (!bytes.IsEmpty)
        {
            var free = framer.Free().Span;
            var count = Math.Min(free.Length, bytes.Length);
            bytes[..count].CopyTo(free);
            bytes = bytes[count..];
            framer.Added(count);
            while (framer.Next() is { Kind: not StreamFrameKind.Incomplete } frame)
            {
                var text = Encoding.ASCII.GetString(frame.Bytes);
                frames.Add(frame.Kind switch
                {
                    StreamFrameKind.EmptyLine => "empty",
                    StreamFrameKind.Broken => $"broken: {frame.Fault!.Code} {frame.Fault.Why}: {text.Split('\r')[0]}",
                    _ => text,
                });
                if (frame.Kind == StreamFrameKind.Broken) return;
            }
        }
    }

    private static string Message(string callId, string body) =>
        $"OPTIONS sip:a SIP/2.0\r\nCall-ID: {callId}\r\nContent-Length: {body.Length}\r\n\r\n{body}";
}
