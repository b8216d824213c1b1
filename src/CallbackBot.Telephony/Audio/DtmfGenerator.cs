namespace CallbackBot.Telephony.Audio;

/// <summary>The two tones of a key (DTMF, ITU-T Q.23) as A-law: the low one at -9 dBm0, the high one at -7, frame after frame without a click.</summary>
internal sealed class DtmfGenerator
{
    private const string Keys = "123A456B789C*0#D";
    private const double Low = 8099;    // -9 dBm0
    private const double High = 10196;  // -7 dBm0

    private static readonly double[] Rows = [697, 770, 852, 941];
    private static readonly double[] Columns = [1209, 1336, 1477, 1633];

    private double _low;
    private double _high;
    private int _at;

    /// <summary>Presses a key: 0-9, *, #, A-D.</summary>
    public void Press(char key)
    {
        var place = Keys.IndexOf(key, StringComparison.Ordinal);
        ArgumentOutOfRangeException.ThrowIfNegative(place, nameof(key));
        (_low, _high, _at) = (Step(Rows[place / 4]), Step(Columns[place % 4]), 0);
    }

    /// <summary>The next samples of the key that is down.</summary>
    public void Fill(Span<byte> frame)
    {
        for (var i = 0; i < frame.Length; i++, _at++)
            frame[i] = G711.EncodeALaw((short)((Low * Math.Sin(_low * _at)) + (High * Math.Sin(_high * _at))));
    }

    private static double Step(double frequency) => 2 * Math.PI * frequency / 8000;
}
