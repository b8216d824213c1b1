namespace CallbackBot.Dialogs.Definition;

/// <summary>A prompt that a person has spoken: files in order, fields between them.</summary>
/// <param name="Prompt">Key of the prompt, as in <see cref="PromptKeys"/>.</param>
/// <param name="At">Where it is named.</param>
/// <param name="Parts">At least one.</param>
public sealed record Recording(string Prompt, Place At, IReadOnlyList<RecordingPart> Parts);

/// <summary>One piece of a recorded prompt.</summary>
/// <param name="Written">A file beside the script (<c>opening.wav</c>, <c>voice/opening.wav</c>) or a field (<c>{{unit.spoken_name}}</c>).</param>
/// <param name="At">Its place.</param>
public sealed record RecordingPart(string Written, Place At)
{
    /// <summary>True for a field, which the voice speaks.</summary>
    public bool IsField => Written.StartsWith("{{", StringComparison.Ordinal);

    /// <summary>True for a file in the script's folder or below it.</summary>
    internal bool IsFile => Written.EndsWith(".wav", StringComparison.OrdinalIgnoreCase) && !Path.IsPathRooted(Written) && !Written.Contains('\\', StringComparison.Ordinal)
        && !Written.Split('/').Contains("..", StringComparer.Ordinal);

    /// <summary>Path of the file, from the folder of the script that names it.</summary>
    public string File => Path.Combine(Path.GetDirectoryName(At.File) ?? "", Written);
}
