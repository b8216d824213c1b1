using System.Runtime.InteropServices;
using System.Text;

namespace CallbackBot.Speech.Local;

/// <summary>
/// A PocketSphinx decoder (0.8 "5prealpha", as Debian and Ubuntu ship it). A fault in the library ends the process, so this is used only in
/// the child process of <see cref="AsrHost"/>. One thread at a time.
/// </summary>
internal sealed unsafe partial class PocketSphinx : IDisposable
{
    private const string Decoder = "libpocketsphinx.so.3";
    private const string Base = "libsphinxbase.so.3";

    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly HashSet<string> _grammars = new(StringComparer.Ordinal);
    private nint _config;
    private nint _decoder;

    /// <param name="acousticModel">Folder of the acoustic model.</param>
    /// <exception cref="DllNotFoundException">The library is not installed.</exception>
    /// <exception cref="InvalidOperationException">The model cannot be loaded.</exception>
    public PocketSphinx(string acousticModel)
    {
        // The library's own beams, meant for large vocabularies, lose the best path of a few dozen phrases: what they force a reply into then
        // means nothing, nor does its lead over a rival.
        string[] arguments = ["callbackbot", "-hmm", acousticModel, "-logfn", "/dev/null", "-beam", "1e-64", "-pbeam", "1e-64", "-wbeam", "1e-50"];
        var argv = stackalloc nint[arguments.Length];
        for (var i = 0; i < arguments.Length; i++) argv[i] = Marshal.StringToCoTaskMemUTF8(arguments[i]);
        // The configuration copies what it needs, but not provably all: these short strings live as long as the decoder.
        _config = cmd_ln_parse_r(0, ps_args(), arguments.Length, argv, strict: 1);
        _decoder = _config == 0 ? 0 : ps_init(_config);
        if (_decoder == 0) throw new InvalidOperationException("PocketSphinx cannot load its acoustic model");
    }

    /// <summary>Makes words known.</summary>
    /// <param name="dictionary">Lines of <c>word PH ON ES</c>.</param>
    public void AddWords(string dictionary)
    {
        foreach (var line in dictionary.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var (word, phones) = (line[..space], line[(space + 1)..]);
            if (_words.Add(word) && ps_add_word(_decoder, word, phones, update: 0) < 0)
                throw new InvalidOperationException("PocketSphinx refuses a word of the dictionary");
        }
    }

    /// <summary>Decodes one utterance.</summary>
    /// <param name="name">Identifies <paramref name="jsgf"/>, which is compiled the first time.</param>
    /// <param name="jsgf">The grammar; all its words were added.</param>
    /// <param name="samples">16 kHz.</param>
    public AsrReply Decode(string name, string jsgf, ReadOnlySpan<short> samples)
    {
        if (_grammars.Add(name) && ps_set_jsgf_string(_decoder, name, jsgf) != 0)
            throw new InvalidOperationException("PocketSphinx refuses the grammar");
        if (ps_set_search(_decoder, name) != 0 || ps_start_utt(_decoder) != 0)
            throw new InvalidOperationException("PocketSphinx cannot start an utterance");
        fixed (short* data = samples)
        {
            if (ps_process_raw(_decoder, data, (nuint)samples.Length, noSearch: 0, fullUtterance: 1) < 0)
                throw new InvalidOperationException("PocketSphinx cannot decode");
        }
        if (ps_end_utt(_decoder) != 0) throw new InvalidOperationException("PocketSphinx cannot end an utterance");
        int score;
        var text = Marshal.PtrToStringUTF8(ps_get_hyp(_decoder, &score)) ?? "";
        return new AsrReply(null, text, score, ps_get_n_frames(_decoder));
    }

    public void Dispose()
    {
        if (_decoder != 0) _ = ps_free(_decoder);
        if (_config != 0) _ = cmd_ln_free_r(_config);
        (_decoder, _config) = (0, 0);
    }

    [LibraryImport(Decoder)]
    private static partial nint ps_args();

    [LibraryImport(Base)]
    private static partial nint cmd_ln_parse_r(nint inout, nint definitions, int argc, nint* argv, int strict);

    [LibraryImport(Base)]
    private static partial int cmd_ln_free_r(nint config);

    [LibraryImport(Decoder)]
    private static partial nint ps_init(nint config);

    [LibraryImport(Decoder)]
    private static partial int ps_free(nint decoder);

    [LibraryImport(Decoder, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ps_add_word(nint decoder, string word, string phones, int update);

    [LibraryImport(Decoder, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ps_set_jsgf_string(nint decoder, string name, string jsgf);

    [LibraryImport(Decoder, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ps_set_search(nint decoder, string name);

    [LibraryImport(Decoder)]
    private static partial int ps_start_utt(nint decoder);

    [LibraryImport(Decoder)]
    private static partial int ps_process_raw(nint decoder, short* data, nuint samples, int noSearch, int fullUtterance);

    [LibraryImport(Decoder)]
    private static partial int ps_end_utt(nint decoder);

    [LibraryImport(Decoder)]
    private static partial nint ps_get_hyp(nint decoder, int* score);

    [LibraryImport(Decoder)]
    private static partial int ps_get_n_frames(nint decoder);
}
