namespace CallbackBot.Telephony.Audio.Detection;

/// <summary>
/// Tells a voice from music (彩铃), by rounds of 1.5 s. A voice makes pauses between syllables, has hissing sounds, and its spectrum never
/// stands still; notes do. Songs are both: what is not clearly a voice is not called one.
/// </summary>
internal sealed class SpeechOrMusic
{
    /// <summary>The level of a slot that has nothing to hear, dBm0.</summary>
    public const float Unheard = -100;

    private const int Round = 75;
    private const int FewestActive = 20;
    private const float Active = 25;            // dB below the loudest slot of the round
    private const float Pause = 15;             // dB below the loudest slot: the pauses and consonants of a voice
    private const float ShareOfPauses = 0.12f;
    private const float Still = 0.02f;          // Relative change between two slots, below which a note goes on.
    private const float ShareOfStill = 0.34f;
    private const float LoudestQuiet = -50;     // dBm0

    private readonly float[] _levels = new float[Round];
    private readonly float[] _centres = new float[Round];
    private int _slots;

    /// <summary>Rounds with a voice.</summary>
    public int Speech { get; private set; }

    /// <summary>Rounds with some other sound.</summary>
    public int Music { get; private set; }

    /// <summary>Takes a slot that is no tone. True at the end of a round with sound in it.</summary>
    public bool Push(ReadOnlySpan<float> samples, float level)
    {
        _levels[_slots] = level;
        _centres[_slots] = Centre(samples);
        if (++_slots < Round) return false;
        _slots = 0;
        var loudest = float.MinValue;
        foreach (var each in _levels) loudest = Math.Max(loudest, each);
        return loudest > LoudestQuiet && Judge(loudest);
    }

    private bool Judge(float loudest)
    {
        int active = 0, pauses = 0, still = 0, pairs = 0;
        for (var i = 0; i < Round; i++)
        {
            if (_levels[i] < loudest - Pause) pauses++;
            if (_levels[i] < loudest - Active) continue;
            active++;
            if (i == 0 || _levels[i - 1] < loudest - Active) continue;
            pairs++;
            if (Math.Abs(_centres[i] - _centres[i - 1]) < Still * _centres[i]) still++;
        }

        if (active < FewestActive) return false;
        if (pauses > ShareOfPauses * Round && still < ShareOfStill * pairs) Speech++;
        else Music++;
        return true;
    }

    /// <summary>The frequency of the one sine that explains a slot best: where its spectrum has its weight, Hz.</summary>
    private static float Centre(ReadOnlySpan<float> samples)
    {
        float cross = 0, power = 1;
        for (var i = 2; i < samples.Length; i++)
        {
            cross += samples[i - 1] * (samples[i] + samples[i - 2]);
            power += samples[i - 1] * samples[i - 1];
        }

        return MathF.Acos(Math.Clamp(cross / (2 * power), -1, 1)) * (8000 / (2 * MathF.PI));
    }
}
