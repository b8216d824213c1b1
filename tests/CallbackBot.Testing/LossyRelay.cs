using System.Net;
using System.Net.Sockets;

namespace CallbackBot.Testing;

/// <summary>What a path does to datagrams. Two that are delayed differently overtake each other.</summary>
/// <param name="Loss">The share that is lost, 0 to 1.</param>
/// <param name="Jitter">Every datagram is delayed by a random time up to this.</param>
/// <param name="Duplicates">The share that arrives twice, 0 to 1.</param>
public sealed record BadPath(double Loss, TimeSpan Jitter, double Duplicates = 0);

/// <summary>
/// A bad network between two UDP peers on loopback, the same for the same seed. Each peer sends to its own side of the relay; what
/// arrives there leaves from the other side. <see cref="Pump"/> moves datagrams, so a test on a manual clock is deterministic.
/// </summary>
public sealed class LossyRelay : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly Side _first;
    private readonly Side _second;
    private readonly PriorityQueue<(Side Out, byte[] Datagram), long> _underWay = new();
    private readonly List<byte[]> _arrived = [];
    private long _lastPump;

    /// <summary>Binds both sides: the second peer's to <paramref name="secondSide"/> when it can be told no port, else to free ports.</summary>
    public LossyRelay(IPEndPoint first, IPEndPoint second, BadPath path, TimeProvider time, int seed, IPEndPoint? secondSide = null)
    {
        (Path, _time, _random, _lastPump) = (path, time, new Random(seed), time.GetTimestamp());
        (_first, _second) = (new Side(first, AnyPort), new Side(second, secondSide ?? AnyPort));
    }

    private static IPEndPoint AnyPort => new(IPAddress.Loopback, 0);

    /// <summary>Where the first peer sends.</summary>
    public IPEndPoint FirstSide => _first.Address;

    /// <summary>Where the second peer sends.</summary>
    public IPEndPoint SecondSide => _second.Address;

    /// <summary>May become another on the way.</summary>
    public BadPath Path { get; set; }

    /// <summary>Datagrams that were lost so far.</summary>
    public int Lost { get; private set; }

    /// <summary>Datagrams that arrived, those that were lost with them.</summary>
    public int Taken { get; private set; }

    /// <summary>Takes what arrived and delivers what is due.</summary>
    public void Pump()
    {
        var now = _time.GetTimestamp();
        Take(_first, _second, now);
        Take(_second, _first, now);
        _lastPump = now;
        while (_underWay.TryPeek(out var next, out var due) && due <= now)
        {
            _underWay.Dequeue();
            next.Out.Send(next.Datagram);
        }
    }

    /// <summary>Pumps in real time, for peers that are processes, until <paramref name="stopping"/> fires.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1), _time);
        try
        {
            do Pump();
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    /// <summary>
    /// What has come since the last time is taken to have come evenly: on a busy machine that may be long ago, and datagrams that came one after the
    /// other must not overtake each other by more than the path says.
    /// </summary>
    private void Take(Side from, Side to, long now)
    {
        _arrived.Clear();
        while (from.TryReceive(out var datagram)) _arrived.Add(datagram);
        for (var i = 0; i < _arrived.Count; i++) Forward(_arrived[i], to, arrivedAt: _lastPump + ((now - _lastPump) * (i + 1) / _arrived.Count));
    }

    private void Forward(byte[] datagram, Side to, long arrivedAt)
    {
        Taken++;
        if (_random.NextDouble() < Path.Loss)
        {
            Lost++;
            return;
        }

        var copies = _random.NextDouble() < Path.Duplicates ? 2 : 1;
        for (var i = 0; i < copies; i++)
        {
            var delay = Path.Jitter * _random.NextDouble();
            _underWay.Enqueue((to, datagram), arrivedAt + (long)(delay.TotalSeconds * _time.TimestampFrequency));
        }
    }

    private sealed class Side : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly IPEndPoint _peer;

        public Side(IPEndPoint peer, IPEndPoint local)
        {
            _peer = peer;
            _socket.Bind(local);
        }

        public IPEndPoint Address => (IPEndPoint)_socket.LocalEndPoint!;

        public bool TryReceive(out byte[] datagram)
        {
            datagram = [];
            if (!_socket.Poll(0, SelectMode.SelectRead)) return false;
            var buffer = new byte[65536];
            try
            {
                datagram = buffer[.._socket.Receive(buffer)];
                return true;
            }
            catch (SocketException)
            {
                return false; // The peer on this side is gone: an error report of the network.
            }
        }

        public void Send(byte[] datagram) => _socket.SendTo(datagram, _peer);

        public void Dispose() => _socket.Dispose();
    }
}
