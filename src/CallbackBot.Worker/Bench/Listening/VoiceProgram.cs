using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using CallbackBot.Speech;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Worker.Bench.Listening;

/// <summary>Runs the programs that play the citizens.</summary>
internal static class VoiceProgram
{
    /// <summary>Whether a program can be started.</summary>
    public static bool IsInstalled(string program)
    {
        try
        {
            using var process = Start(program, ["--version"]);
            process.Kill();
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Speaks a phrase of ours.</summary>
    /// <param name="voice">Who.</param>
    /// <param name="text">Never from outside: it goes onto a command line.</param>
    /// <param name="pace">1 is the voice's own; more is faster.</param>
    /// <param name="cancellationToken">Stops the program.</param>
    /// <returns>8 kHz.</returns>
    /// <exception cref="SpeechException">The program failed.</exception>
    public static async Task<short[]> SpeakAsync(BenchVoice voice, string text, double pace, CancellationToken cancellationToken)
    {
        using var process = Start(voice.Program, voice.Program == "flite"
            ? ["-voice", voice.Name, "--setf", Invariant($"duration_stretch={1 / pace:0.00}"), "-t", text, "-o", "/dev/stdout"]
            : ["-v", voice.Name, "-s", Invariant($"{160 * pace:0}"), "--stdout", "--", text]);
        try
        {
            using var wav = new MemoryStream();
            await process.StandardOutput.BaseStream.CopyToAsync(wav, cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return WavReader.Read(wav.ToArray()).ToMono(8000);
        }
        catch (InvalidDataException broken)
        {
            throw new SpeechException($"{voice.Program} does not speak with the voice '{voice.Name}': is it whole?", isTransient: false, broken);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    private static Process Start(string program, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
