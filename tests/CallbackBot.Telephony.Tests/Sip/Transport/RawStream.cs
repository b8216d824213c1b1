using System.Net;
using System.Net.Sockets;
using System.Text;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transport;

namespace CallbackBot.Telephony.Tests.Sip.Transport;

/// <summary>A TCP peer that writes exactly the bytes a test wants, and hands over what comes back; over TLS where its stream is given.</summary>
internal sealed class RawStream(TcpClient client, Stream? secured = null) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Stream _stream = secured ?? client.GetStream();
    private readonly StreamFramer _framer = new();

    public static async Task<RawStream> ConnectAsync(IPEndPoint address)
    {
        var client = new TcpClient();
        await client.ConnectAsync(address);
        return new RawStream(client);
    }

    public Task WriteAsync(string text) => _stream.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask().WaitAsync(s_patience);

    /// <summary>Ends our direction only.</summary>
    public void Cut() => client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>The next message, or null for an empty line.</summary>
    public async Task<SipMessage?> NextAsync()
    {
        while (true)
        {
            var kind = Take(out var message);
            if (kind is StreamFrameKind.Message or StreamFrameKind.EmptyLine) return message;
            var count = await _stream.ReadAsync(_framer.Free()).AsTask().WaitAsync(s_patience);
            Assert.True(count > 0, "the agent closed the connection");
            _framer.Added(count);
        }
    }

    /// <summary>Waits for the agent to close the connection.</summary>
    public async Task ClosedAsync()
    {
        try
        {
            while (await _stream.ReadAsync(new byte[4096]).AsTask().WaitAsync(s_patience) > 0)
            {
                // What it still had to say.
            }
        }
        catch (IOException)
        {
            // Closed without ceremony.
        }
    }

    /// <summary>An OPTIONS as text.</summary>
    public static string Options(string callId, string extra = "", string? length = "Content-Length: 0\r\n") =>
        "OPTIONS sip:agent@127.0.0.1 SIP/2.0\r\n" +
        $"Via: SIP/2.0/TCP 127.0.0.1:9;branch=z9hG4bK{callId}\r\n" +
        $"Max-Forwards: 70\r\nFrom: <sip:peer@127.0.0.1>;tag=p\r\nTo: <sip:agent@127.0.0.1>\r\nCall-ID: {callId}\r\nCSeq: 1 OPTIONS\r\n{extra}{length}\r\n";

    public void Dispose()
    {
        client.Dispose();
        _framer.Dispose();
    }

    private StreamFrameKind Take(out SipMessage? message)
    {
        var frame = _framer.Next();
        message = frame.Kind == StreamFrameKind.Message ? SipParser.Parse(frame.Bytes).Message : null;
        return frame.Kind;
    }
}
