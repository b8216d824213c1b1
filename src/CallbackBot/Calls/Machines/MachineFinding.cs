using System.Text.Json;

namespace CallbackBot.Calls.Machines;

/// <summary>What answered instead of a person.</summary>
public enum MachineKind
{
    /// <summary>It takes messages: it beeped, or its words say so.</summary>
    Voicemail,

    /// <summary>The network speaks: special information tones, or words about a number that cannot be reached.</summary>
    Announcement,

    /// <summary>A fax.</summary>
    Fax,

    /// <summary>An assistant that asks who calls and why, by its words.</summary>
    Assistant,

    /// <summary>A recorded or synthetic voice: a voicemail, an announcement or an assistant; what it says is not known.</summary>
    Recording,
}

/// <summary>What gave a machine away.</summary>
public enum MachineEvidence
{
    Beep,
    FaxTone,
    SpecialInformationTones,

    /// <summary>It spoke on against our voice, out of a silence that no room has.</summary>
    RecordedVoice,

    /// <summary>It spoke on through our greeting and into the next prompt.</summary>
    SpokeThrough,

    /// <summary>Its words, as a recogniser heard them.</summary>
    Words,
}

/// <summary>A machine, once it is certain.</summary>
/// <param name="At">Since the answer.</param>
public sealed record MachineFinding(MachineKind Kind, MachineEvidence Evidence, TimeSpan At)
{
    /// <summary>What the evidence says about the kind; words say more than this.</summary>
    public static MachineFinding By(MachineEvidence evidence, TimeSpan at) => new(
        evidence switch
        {
            MachineEvidence.Beep => MachineKind.Voicemail,
            MachineEvidence.FaxTone => MachineKind.Fax,
            MachineEvidence.SpecialInformationTones => MachineKind.Announcement,
            _ => MachineKind.Recording,
        },
        evidence, at);

    /// <summary>Of the attempt: a fax and an announcement mean that nobody can be reached there now.</summary>
    public Disposition Disposition => Kind is MachineKind.Announcement or MachineKind.Fax ? Disposition.Unreachable : Disposition.Voicemail;

    /// <summary>As it is stored and printed: <c>voicemail</c>.</summary>
    public string KindName => JsonNamingPolicy.SnakeCaseLower.ConvertName(Kind.ToString());

    /// <summary><c>recorded_voice</c></summary>
    public string EvidenceName => JsonNamingPolicy.SnakeCaseLower.ConvertName(Evidence.ToString());
}
