using System.Runtime.Intrinsics;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Simulator.Hearing;

/// <summary>What 20 ms of a phone line sound like: the level in eight bands (dB), and whether anything was audible at all.</summary>
internal readonly record struct HeardSlot(Vector256<float> Bands, bool Silent);

/// <summary>Turns A-law slots into band levels: eight band-pass filters, one per vector lane, and the energy behind each of them.</summary>
/// <remarks>
/// The energy of a slot is taken together with the slot before it, so that a shift by a part of a slot changes the levels little.
/// </remarks>
internal sealed class BandAnalyzer
{
    /// <summary>Bytes of one slot: 20 ms at 8 kHz.</summary>
    public const int SlotBytes = 160;

    private const float FloorPower = 1e-6f;          // -60 dBFS a band: below it there is nothing to compare
    private const float SilentPower = 1e-5f;         // -50 dBFS over all

    private static readonly float[] Centres = [260, 420, 620, 880, 1200, 1650, 2250, 3000];
    private static readonly float[] Linear = Enumerable.Range(0, 256).Select(code => G711.DecodeALaw((byte)code) / 32768f).ToArray();
    private static readonly Vector256<float> B0;
    private static readonly Vector256<float> A1;
    private static readonly Vector256<float> A2;

    private Vector256<float> _z1;
    private Vector256<float> _z2;
    private Vector256<float> _before;
    private float _totalBefore;

    // Second-order band-pass filters with unit gain at the centre (R. Bristow-Johnson's cookbook), Q = 2.5.
    static BandAnalyzer()
    {
        Span<float> b0 = stackalloc float[8], a1 = stackalloc float[8], a2 = stackalloc float[8];
        for (var band = 0; band < Centres.Length; band++)
        {
            var (sin, cos) = MathF.SinCos(2 * MathF.PI * Centres[band] / 8000);
            var alpha = sin / (2 * 2.5f);
            b0[band] = alpha / (1 + alpha);
            a1[band] = -2 * cos / (1 + alpha);
            a2[band] = (1 - alpha) / (1 + alpha);
        }

        B0 = Vector256.Create<float>(b0);
        A1 = Vector256.Create<float>(a1);
        A2 = Vector256.Create<float>(a2);
    }

    /// <summary>Takes the next slot of a line, in order.</summary>
    public HeardSlot Next(ReadOnlySpan<byte> alaw)
    {
        var energy = Vector256<float>.Zero;
        var total = 0f;
        foreach (var code in alaw)
        {
            var x = Linear[code];
            var input = B0 * Vector256.Create(x);
            var y = input + _z1;
            _z1 = _z2 - (A1 * y);
            _z2 = -input - (A2 * y);
            energy += y * y;
            total += x * x;
        }

        var bands = Level(energy + _before);
        var silent = total + _totalBefore < SilentPower * 2 * SlotBytes;
        (_before, _totalBefore) = (energy, total);
        return new HeardSlot(bands, silent);
    }

    private static Vector256<float> Level(Vector256<float> energy)
    {
        var power = (energy / (2f * SlotBytes)) + Vector256.Create(FloorPower);
        return Vector256.Log2(power) * 3.0103f;
    }
}
