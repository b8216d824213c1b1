using System.Runtime.InteropServices;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Speech.Local;

/// <summary>
/// The child process that hosts the native recogniser (<c>callbackbot asr-host MODEL</c>): utterances come by standard input, results
/// leave by standard output. A crash of the library costs one reply; the worker starts another child.
/// </summary>
public static class AsrHost
{
    /// <summary>
    /// White dither after upsampling, in least significant bits: the model was trained on 8 kHz of bandwidth, and an upper half that is
    /// exactly empty costs a tenth of the accuracy.
    /// </summary>
    private const int Dither = 100;

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
                await AsrMessages.SendAsync(output, decoder.Decode(request.Name, request.Grammar, Upsample(request.Alaw)), cancellationToken);
            }
        }
        return 0;
    }

    private static short[] Upsample(byte[] alaw)
    {
        var narrow = new short[alaw.Length];
        G711.DecodeALaw(alaw, narrow);
        var wide = Resampler.Resample(narrow, 8000, 16000);
        // The same audio always gives the same result.
        var random = new Random(1);
        for (var i = 0; i < wide.Length; i++)
            wide[i] = (short)Math.Clamp(wide[i] + random.Next(-Dither, Dither + 1), short.MinValue, short.MaxValue);
        return wide;
    }
}
