using System.Numerics;
using System.Runtime.InteropServices;

namespace CallbackBot.Dialogs.Understanding.Model;

/// <summary>What scoring and training have in common.</summary>
internal static class Arithmetic
{
    public static void Add(Span<float> sums, ReadOnlySpan<float> row)
    {
        var a = MemoryMarshal.Cast<float, Vector<float>>(sums);
        var b = MemoryMarshal.Cast<float, Vector<float>>(row);
        for (var i = 0; i < a.Length; i++) a[i] += b[i];
        for (var i = a.Length * Vector<float>.Count; i < sums.Length; i++) sums[i] += row[i];
    }

    /// <summary>Chances from the sums of the columns, divided by the temperature.</summary>
    public static void Softmax(ReadOnlySpan<float> sums, LabelColumns[] labels, double temperature, Span<float> chances)
    {
        var highest = float.NegativeInfinity;
        for (var i = 0; i < labels.Length; i++)
        {
            var score = 0f;
            foreach (var column in labels[i].Columns) score += sums[column];
            chances[i] = score /= (float)temperature;
            highest = Math.Max(highest, score);
        }
        var total = 0f;
        for (var i = 0; i < labels.Length; i++) total += chances[i] = MathF.Exp(chances[i] - highest);
        for (var i = 0; i < labels.Length; i++) chances[i] /= total;
    }
}
