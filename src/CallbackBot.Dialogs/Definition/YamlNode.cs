namespace CallbackBot.Dialogs.Definition;

/// <summary>A YAML node with its place. Every scalar is text: <c>yes</c>, <c>9:30</c> and <c>010</c> stay what was written.</summary>
internal abstract record YamlNode(Place At);

/// <param name="At">First character.</param>
/// <param name="Text">Content, quotes removed.</param>
/// <param name="Plain">Written without quotes.</param>
/// <param name="Written">As it stands in the file, quotes and line breaks included.</param>
/// <param name="Comment">A comment that begins behind a plain text on the same line.</param>
internal sealed record YamlText(Place At, string Text, bool Plain, string Written, Place? Comment) : YamlNode(At)
{
    /// <summary>A key with nothing behind it.</summary>
    public bool IsEmpty => Plain && Text.Length == 0;
}

internal sealed record YamlList(Place At, IReadOnlyList<YamlNode> Items) : YamlNode(At);

/// <param name="At">First character.</param>
/// <param name="Braces">Written as <c>{ … }</c>.</param>
/// <param name="Entries">In file order, keys distinct.</param>
internal sealed record YamlMap(Place At, bool Braces, IReadOnlyList<YamlEntry> Entries) : YamlNode(At)
{
    /// <summary>What follows the map: a key further out, or the end of the file. One more entry goes in front of it.</summary>
    public Place End { get; init; } = At;
}

internal sealed record YamlEntry(YamlText Key, YamlNode Value);
