using System.Text;

namespace CallbackBot.Telephony.Tests.Fuzz;

/// <summary>Spoils messages by a seeded random: what a bad line, a bad implementation and a bad person would do to them.</summary>
internal sealed class Mutator(Random random)
{
    private const int MostBytes = 70_000;

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "REGISTER", "PRACK", "UPDATE", "INFO", "REFER", "NOTIFY", "SIP/2.0", "SIP/2.0/UDP", "SIP/2.0/TCP", "200 OK", "100 Trying",
            "Via", "v", "From", "To", "Call-ID", "CSeq", "Contact", "Route", "Record-Route", "Content-Length", "l", "Content-Type", "Max-Forwards", "Require: 100rel",
            "Session-Expires: 1", "RSeq: 0", "Expires: 0", "branch=z9hG4bK", "tag=", "rport", "received=", "maddr=255.255.255.255", ";lr", "application/sdp", "multipart/mixed;boundary=",
            "sip:", "sips:", "tel:", "@", "[::1]", "[", "]", "<", ">", "\"", "\\", "\\\"", "(", ")", ",", ";", ":", "=", "?", "&", "%00", "%", "*", "\r\n", "\n", "\r", "\r\n ", "\r\n\r\n", "\t", " ", "\0",
            "v=0", "m=audio 0 RTP/AVP 8", "m=", "c=IN IP4 0.0.0.0", "a=rtpmap:8 PCMA/8000", "a=sendonly", "a=ptime:0", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:", "\uFEFF", "市民",
            "-1", "0", "255", "256", "65535", "65536", "2147483647", "2147483648", "4294967295", "4294967296", "18446744073709551616", "1e9", "NaN", "0x10",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0x80],
    ];

    /// <summary>A spoiled copy: one to eight changes.</summary>
    public byte[] Mutate(byte[] message)
    {
        var bytes = new List<byte>(message);
        for (var i = random.Next(1, 9); i > 0; i--) Change(bytes);
        return bytes.Count > MostBytes ? [.. bytes[..MostBytes]] : [.. bytes];
    }

    private void Change(List<byte> bytes)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(random.Next(1, 40), bytes.Count - at);
        switch (random.Next(10))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                break;
            case 3:
                bytes.RemoveRange(at, length);
                bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                break;
            case 4:
                bytes.RemoveRange(at, length);
                break;
            case 5 when bytes.Count > 0 && random.Next(4) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 6:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 7:
                RepeatLine(bytes, at);
                break;
            case 8:
                ChangeNumber(bytes, at);
                break;
            case 9 when random.Next(8) == 0:
                bytes.InsertRange(at, Enumerable.Repeat(Tokens[random.Next(Tokens.Length)], random.Next(2, 500)).SelectMany(t => t));
                break;
        }
    }

    /// <summary>A whole line again, somewhere else or right behind itself.</summary>
    private void RepeatLine(List<byte> bytes, int at)
    {
        var start = at == 0 ? 0 : bytes.LastIndexOf((byte)'\n', Math.Min(at, bytes.Count) - 1) + 1;
        var end = bytes.IndexOf((byte)'\n', Math.Min(at, bytes.Count));
        if (end <= start) return;
        var line = bytes.GetRange(start, end + 1 - start);
        for (var copies = random.Next(8) == 0 ? random.Next(300) : 1; copies > 0; copies--) bytes.InsertRange(start, line);
    }

    /// <summary>The first digits behind a place become another number: lengths that lie, ports and counters over their limits.</summary>
    private void ChangeNumber(List<byte> bytes, int at)
    {
        var start = bytes.FindIndex(Math.Min(at, bytes.Count), b => b is >= (byte)'0' and <= (byte)'9');
        if (start < 0) return;
        var end = bytes.FindIndex(start, b => b is < (byte)'0' or > (byte)'9');
        bytes.RemoveRange(start, (end < 0 ? bytes.Count : end) - start);
        var number = random.Next(3) switch { 0 => $"{random.Next(300)}", 1 => $"{random.NextInt64()}", _ => new string((char)('0' + random.Next(10)), random.Next(1, 60)) };
        bytes.InsertRange(start, Encoding.ASCII.GetBytes(number));
    }
}
