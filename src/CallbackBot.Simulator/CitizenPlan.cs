using CallbackBot.Dialogs.Prompts;

namespace CallbackBot.Simulator;

/// <summary>One phone of the city and who picks it up.</summary>
public sealed record CitizenPlan
{
    /// <summary>The number: the user part of the Request-URI.</summary>
    public required string Phone { get; init; }

    public required Persona Persona { get; init; }

    /// <summary>What the citizen speaks: <c>zh-CN</c> or <c>en</c>.</summary>
    public required string Language { get; init; }

    public required CitizenVoice Voice { get; init; }

    /// <summary>Level of the noise on the citizen's line in dBFS; null for a clean line.</summary>
    public double? NoiseDbfs { get; init; }

    /// <summary>What the phone makes of the citizen's voice, dB: 0 for a good one, much more clips it, much less is hardly heard.</summary>
    public double GainDb { get; init; }

    /// <summary>The robot's voice as it comes back from the phone, dB; null for a phone without echo.</summary>
    public double? EchoDb { get; init; }

    /// <summary>The orders that the citizen may be asked about.</summary>
    public required IReadOnlyList<CitizenOrder> Orders { get; init; }
}

/// <summary>One order: what is true, and what the citizen knows about the questions to come.</summary>
public sealed record CitizenOrder(string OrderNo, Truth Truth, CitizenBriefing Briefing);

/// <summary>What a citizen recognises: the prompts that a call about one order may play, as rendered before the dial.</summary>
/// <param name="Prompts">The prompts and their audio.</param>
/// <param name="Steps">What each question asks.</param>
public sealed record CitizenBriefing(IReadOnlyList<RenderedPrompt> Prompts, IReadOnlyList<StepInfo> Steps);

/// <summary>A prompt and its audio: A-law, 8 kHz.</summary>
public sealed record RenderedPrompt(Prompt Prompt, ReadOnlyMemory<byte> Alaw);

/// <summary>One question of the script.</summary>
/// <param name="Step">The step's name.</param>
/// <param name="Set">Its answer set: <c>person</c>, <c>response</c>…</param>
/// <param name="KeyByLabel">The key that means a label, for the labels that have one.</param>
public sealed record StepInfo(string Step, string Set, IReadOnlyDictionary<string, string> KeyByLabel);
