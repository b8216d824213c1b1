using System.Runtime.InteropServices;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Speech.Local;

/// <summary>
/// The child process that hosts the native recogniser (<c>callbackbot asr-host MODEL</c>): utterances come by standard input, results
/// leave by standard output. A crash of the library costs one reply; the worker starts another child.
/// </summary>
public static class AsrHost
{
    /// <summary>Speech as loud as this, RMS, so that the dither is as far below every voice: -20 dBFS.</summary>
    private const double Level = 3277;

    /// <summary>
    /// White dither after upsampling, in least significant bits, 23 dB below the speech. The model was trained on 8 kHz of bandwidth, and an
    /// upper half that is exactly empty costs a tenth of the accuracy; the sterile pauses of a clean line cost as much again.
    /// </summary>
    private const int Dither = 400;

    /// <summary>What is quieter, RMS, is nobody: -54 dBFS.</summary>
    private const double Silence = 64;

    /// <summary>Serves until <paramref name="input"/> ends: when the worker is gone, so is its child.</summary>
    /// <returns>The process' exit code.</returns>
    public static async Task<int> RunAsync(string modelFolder, Stream input, Stream output, CancellationToken cancellationToken)
    {
        // Ctrl-C reaches every process of the terminal; the worker still needs its recogniser to end its calls.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        PocketSphinx decoder;
        try
        {
            decoder = new PocketSphinx(PocketSphinxOptions.AcousticModel(modelFolder));
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException or InvalidOperationException)
        {
            await AsrMessages.SendAsync(output, new AsrReply(PocketSphinxOptions.HowToInstall(missing.Message), "", 0, 0), cancellationToken);
            return 1;
        }

        using (decoder)
        {
            await AsrMessages.SendAsync(output, new AsrReply(null, "", 0, 0), cancellationToken);
            while (await AsrMessages.ReadRequestAsync(input, cancellationToken) is { } request)
            {
                decoder.AddWords(request.Dictionary);
                var reply = Upsample(request.Alaw) is { } samples ? decoder.Decode(request.Name, request.Grammar, samples) : new AsrReply(null, "", 0, 0);
                await AsrMessages.SendAsync(output, reply, cancellationToken);
            }
        }
        return 0;
    }

    /// <returns>16 kHz, levelled; null when nobody speaks: dither alone would be forced into a phrase.</returns>
    private static short[]? Upsample(byte[] alaw)
    {
        var narrow = new short[alaw.Length];
        G711.DecodeALaw(alaw, narrow);
        if (ActiveRms(narrow) is not { } rms) return null;
        var gain = Level / rms;
        for (var i = 0; i < narrow.Length; i++) narrow[i] = (short)Math.Clamp(narrow[i] * gain, short.MinValue, short.MaxValue);
        var wide = Resampler.Resample(narrow, 8000, 16000);
        // The same audio always gives the same result.
        var random = new Random(1);
        for (var i = 0; i < wide.Length; i++)
            wide[i] = (short)Math.Clamp(wide[i] + random.Next(-Dither, Dither + 1), short.MinValue, short.MaxValue);
        return wide;
    }

    /// <summary>Over the frames of 20 ms within 30 dB of the loudest; null for silence.</summary>
    private static double? ActiveRms(short[] samples)
    {
        var powers = samples.Chunk(160).Select(frame => frame.Average(sample => (double)sample * sample)).ToList();
        var loudest = powers.DefaultIfEmpty().Max();
        return loudest < Silence * Silence ? null : Math.Sqrt(powers.Where(power => power > loudest / 1000).Average());
    }
}
