using System.Net;
using CallbackBot.Simulator.Hearing;
using CallbackBot.Simulator.Lines;
using CallbackBot.Simulator.Talking;
using CallbackBot.Speech;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Simulator;

/// <summary>What <see cref="City.StartAsync"/> needs.</summary>
public sealed record CityOptions
{
    /// <summary>The address of the city's exchange; port 0 takes a free one.</summary>
    public required IPEndPoint Local { get; init; }

    /// <summary>Everybody who can be called; another number does not exist.</summary>
    public required IReadOnlyList<CitizenPlan> Citizens { get; init; }

    /// <summary>The speech engine for a citizen's voice; asked once per voice.</summary>
    public required Func<CitizenVoice, ISpeechSynthesizer> SynthesizerFor { get; init; }

    /// <summary>Two runs with the same seed ring, pause and phrase alike.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>First RTP port (even) and last.</summary>
    public (int First, int Last) RtpPorts { get; init; } = (30000, 39999);
}

/// <summary>A city of citizens with phones behind one exchange: real SIP and RTP, and no other connection to whoever calls.</summary>
public sealed class City : IAsyncDisposable
{
    /// <summary>dBFS.</summary>
    private const double QuietRoom = -58;

    private readonly Dictionary<string, Citizen> _citizens;
    private readonly SipUserAgent _exchange;

    private City(IEnumerable<Citizen> citizens, CityOptions options, TimeProvider time)
    {
        _citizens = citizens.ToDictionary(c => c.Phone, StringComparer.Ordinal);
        _exchange = new SipUserAgent(
            new SipUserAgentOptions
            {
                Local = options.Local,
                RtpPorts = options.RtpPorts,
                OnIncomingCall = ConnectAsync,
                UserAgent = "CallbackBot city",
            },
            time,
            new Random(options.Seed));
    }

    /// <summary>The exchange's address: call <c>sip:NUMBER@</c> it.</summary>
    public IPEndPoint LocalEndPoint => _exchange.LocalEndPoint;

    /// <summary>What the citizens experienced so far.</summary>
    public CityReport Report => new([.. _citizens.Values.Select(c => c.Report())]);

    /// <summary>Renders what the citizens will say, then opens the exchange.</summary>
    /// <exception cref="SipTransportException">The address cannot be bound.</exception>
    /// <exception cref="SpeechException">The speech engine is missing or failed.</exception>
    public static async Task<City> StartAsync(CityOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var book = PhraseBook.Load();
        var fingerprints = new FingerprintCache();
        var voices = options.Citizens.Select(c => c.Voice).Distinct().ToDictionary(v => v, options.SynthesizerFor);
        var citizens = new Citizen[options.Citizens.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, citizens.Length, parallel, async (i, token) =>
        {
            var plan = options.Citizens[i];
            var random = new Random((options.Seed * 7919) + i);
            var repertoire = await Repertoire.RenderAsync(plan, book, voices[plan.Voice], random, token);
            KnownPrompts known;
            lock (fingerprints) known = new KnownPrompts(plan.Orders, fingerprints);
            // Who says nothing can be heard to be there; digital silence would be a broken line.
            var noise = (plan.NoiseDbfs ?? (plan.Persona == Persona.SaysNothing ? QuietRoom : null)) is { } level ? Sounds.Noise(level, random) : [];
            citizens[i] = new Citizen(plan, known, repertoire, noise, random.Next(), time);
        });

        var city = new City(citizens, options, time);
        try
        {
            await city._exchange.StartAsync(cancellationToken);
            return city;
        }
        catch
        {
            await city.DisposeAsync();
            throw;
        }
    }

    /// <summary>Hangs up every phone and closes the exchange.</summary>
    public ValueTask DisposeAsync() => _exchange.DisposeAsync();

    private Task ConnectAsync(IncomingCall call, CancellationToken cancellationToken) =>
        call.To.User is { } number && _citizens.TryGetValue(number, out var citizen)
            ? citizen.TakeCallAsync(call, cancellationToken)
            : call.RejectAsync(404, "Not Found", 1, cancellationToken);
}
