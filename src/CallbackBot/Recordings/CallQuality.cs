using System.Text.Json.Serialization;

namespace CallbackBot.Recordings;

/// <summary>How good the audio of the far side was, over the whole answered call.</summary>
/// <param name="SpeechDbfs">Its level while it speaks; null when less than a second was heard, however faint.</param>
/// <param name="ClippedShare">Of its slots of speech: those with samples at the end of the scale.</param>
/// <param name="LostShare">Of the slots that were to arrive: those that had to be made up.</param>
/// <param name="EchoDb">Our own voice in the line, less our voice as it was sent; null when there is no echo.</param>
/// <param name="OneWay">Nothing came but digital silence: no voice, no room, no key.</param>
public sealed record CallQuality(double? SpeechDbfs, double ClippedShare, double LostShare, double? EchoDb, [property: JsonIgnore] bool OneWay)
{
    private const double MostClipped = 0.01;
    private const double LowestLevel = -36;
    private const double MostLost = 0.03;
    private const double LoudestEcho = -35;

    /// <summary>What is wrong, as it is stored and printed; empty when all is well.</summary>
    [JsonPropertyOrder(-1)]
    public IReadOnlyList<string> Flags
    {
        get
        {
            var flags = new List<string>();
            if (ClippedShare > MostClipped) flags.Add("clipping");
            if (OneWay) flags.Add("one_way");
            if (SpeechDbfs < LowestLevel) flags.Add("low_level");
            if (EchoDb > LoudestEcho) flags.Add("echo");
            if (LostShare > MostLost) flags.Add("loss");
            return flags;
        }
    }
}
