namespace CallbackBot.Worker.Bench.Listening;

/// <summary>A synthetic citizen.</summary>
/// <param name="Program"><c>espeak-ng</c> or <c>flite</c>.</param>
/// <param name="Name">As the program calls it.</param>
internal sealed record BenchVoice(string Program, string Name);

/// <summary>
/// Two sets that share no voice: what is tuned on the one is reported on the other. Accents of both sets, since no citizen chooses his; the
/// variants (<c>+m2</c>) move formants, pitch and the sound of the glottis.
/// </summary>
internal static class BenchVoices
{
    private static readonly string[] Tuning =
    [
        "en-us", "en-us+m1", "en-us+f1", "en-gb+m3", "en-gb+f3", "en-gb-scotland+m5", "en-gb-scotland", "en-us+f5", "en-gb-x-rp+m7", "en-029+m1",
    ];

    private static readonly string[] HeldOut =
    [
        "en-us+m2", "en-us+f2", "en-us+m4", "en-us-nyc+m6", "en-gb", "en-gb+m8", "en-gb+f4", "en-gb-x-rp", "en-gb-x-gbclan+m2", "en-us+Andrea",
    ];

    public static IReadOnlyList<BenchVoice> Of(bool tuning, bool flite) =>
    [
        .. (tuning ? Tuning : HeldOut).Select(name => new BenchVoice("espeak-ng", name)),
        .. (flite ? tuning ? ["kal16", "rms"] : new[] { "awb", "slt" } : []).Select(name => new BenchVoice("flite", name)),
    ];
}
