using CallbackBot.Simulator.Lines;

namespace CallbackBot.Worker.Bench.Listening;

/// <summary>Sounds behind a citizen, 8 kHz.</summary>
internal sealed class Backgrounds
{
    private const int Talkers = 6;

    private readonly short[][] _talkers;

    private Backgrounds(short[][] talkers) => _talkers = talkers;

    /// <summary>Has six voices talk on.</summary>
    public static async Task<Backgrounds> CreateAsync(IReadOnlyList<BenchVoice> voices, IReadOnlyList<string> sentences, CancellationToken cancellationToken)
    {
        var talkers = new short[Talkers][];
        for (var i = 0; i < Talkers; i++)
            talkers[i] = await VoiceProgram.SpeakAsync(voices[i], string.Join(". ", sentences.Skip(i * 3).Concat(sentences.Take(i * 3))), 1, cancellationToken);
        return new Backgrounds(talkers);
    }

    /// <summary>A stretch of a background; null for none.</summary>
    public short[]? Of(Background background, int length, Random random) => background switch
    {
        Background.Pink => Pink(length, new PinkNoise(random)),
        Background.Babble => Babble(length, random),
        _ => null,
    };

    /// <summary>Six people at once, each somewhere in what he has to say.</summary>
    private short[] Babble(int length, Random random)
    {
        var sum = new short[length];
        foreach (var talker in _talkers)
        {
            var from = random.Next(talker.Length);
            for (var i = 0; i < length; i++) sum[i] += (short)(talker[(from + i) % talker.Length] / Talkers);
        }
        return sum;
    }

    private static short[] Pink(int length, PinkNoise noise)
    {
        var samples = new short[length];
        for (var i = 0; i < length; i++) samples[i] = (short)(4000 * noise.Next());
        return samples;
    }
}
