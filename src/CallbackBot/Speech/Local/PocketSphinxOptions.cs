namespace CallbackBot.Speech.Local;

/// <summary>The offline recogniser for English.</summary>
public sealed record PocketSphinxOptions
{
    /// <summary>Folder with the acoustic model (<c>en-us/</c>) and the dictionary (<c>cmudict-en-us.dict</c>).</summary>
    public string ModelFolder { get; init; } = "/usr/share/pocketsphinx/model/en-us";

    /// <summary>Child processes; each decodes one utterance at a time, in about 40 ms per second of speech.</summary>
    public int Processes { get; init; } = Environment.ProcessorCount;

    /// <summary>How a child is started.</summary>
    public AsrHostCommand HostCommand { get; init; } = AsrHostCommand.OfThisProcess;

    /// <summary>A child that needs longer for an utterance is stopped.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Below this confidence an utterance counts as speech without text.</summary>
    public double LeastConfidence { get; init; } = 0.6;

    /// <summary>The same for requests outside the question: "stop calling" by mistake ends all calls to a person.</summary>
    public double LeastConfidenceOfRequests { get; init; } = 0.8;

    internal string DictionaryPath => Path.Combine(ModelFolder, "cmudict-en-us.dict");

    internal static string AcousticModel(string modelFolder) => Path.Combine(modelFolder, "en-us");

    internal static string HowToInstall(string what) =>
        $"PocketSphinx cannot be used ({what}): apt-get install libpocketsphinx3 pocketsphinx-en-us, or set Speech:PocketSphinx:ModelFolder";
}
