using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Transport;

namespace CallbackBot.Testing.Sip;

/// <summary>
/// A network in memory that loses, repeats, delays and reorders SIP messages, by a seeded random and a clock of the test's choice.
/// Without delay a message arrives at once, in order.
/// </summary>
public sealed class LossyNetwork(TimeProvider time, Random random)
{
    private readonly ConcurrentDictionary<IPEndPoint, LossyTransport> _stations = new();

    /// <summary>The share of messages that never arrive, 0 to 1.</summary>
    public double Loss { get; init; }

    /// <summary>The share of messages that arrive twice, 0 to 1.</summary>
    public double Duplication { get; init; }

    /// <summary>The shortest way through the network.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>What is added at random to the delay of each message; more than the gap between two messages reorders them.</summary>
    public TimeSpan Jitter { get; init; }

    public LossyTransport Attach(IPEndPoint address) => new(this, address);

    internal void Join(LossyTransport station)
    {
        if (!_stations.TryAdd(station.LocalEndPoint, station)) throw new SipTransportException($"{station.LocalEndPoint} is in use");
    }

    internal void Leave(LossyTransport station) => _stations.TryRemove(station.LocalEndPoint, out _);

    internal void Carry(byte[] message, IPEndPoint from, IPEndPoint to)
    {
        lock (random)
        {
            if (random.NextDouble() < Loss) return;
            Deliver(message, from, to, Delay + (Jitter * random.NextDouble()));
            if (random.NextDouble() < Duplication) Deliver(message, from, to, Delay + (Jitter * random.NextDouble()));
        }
    }

    private void Deliver(byte[] message, IPEndPoint from, IPEndPoint to, TimeSpan after)
    {
        if (after <= TimeSpan.Zero)
        {
            Arrive();
            return;
        }

        ITimer? timer = null;
        timer = time.CreateTimer(_ =>
        {
            timer?.Dispose();
            Arrive();
        }, null, after, Timeout.InfiniteTimeSpan);

        void Arrive()
        {
            if (_stations.TryGetValue(to, out var station)) station.Arrived(message, from);
        }
    }
}

/// <summary>One address on a <see cref="LossyNetwork"/>.</summary>
public sealed class LossyTransport : ISipTransport
{
    private readonly Channel<(byte[] Message, IPEndPoint From)> _inbox = Channel.CreateUnbounded<(byte[], IPEndPoint)>();
    private readonly LossyNetwork _network;
    private Task _receiving = Task.CompletedTask;

    internal LossyTransport(LossyNetwork network, IPEndPoint address) => (_network, LocalEndPoint) = (network, address);

    public SipProtocol Protocol => SipProtocol.Udp;

    public IPEndPoint LocalEndPoint { get; }

    public void Bind() => _network.Join(this);

    public void Start(SipReceiver receiver, Action<SipHop, string> disconnected) => _receiving = ReceiveAsync(receiver);

    public void Send(ReadOnlySpan<byte> message, SipHop destination, Action<string>? failed, CancellationToken withdrawn = default) =>
        _network.Carry(message.ToArray(), LocalEndPoint, destination.Address);

    public bool TryReply(ReadOnlySpan<byte> message, SipHop source) => false;

    public async ValueTask DisposeAsync()
    {
        _network.Leave(this);
        _inbox.Writer.TryComplete();
        await _receiving;
    }

    internal void Arrived(byte[] message, IPEndPoint from) => _inbox.Writer.TryWrite((message, from));

    private async Task ReceiveAsync(SipReceiver receiver)
    {
        // Not ReadAllAsync, which goes by way of the thread pool.
        while (await _inbox.Reader.WaitToReadAsync(CancellationToken.None))
            while (_inbox.Reader.TryRead(out var arrived)) receiver(arrived.Message, SipHop.Udp(arrived.From), null);
    }
}
