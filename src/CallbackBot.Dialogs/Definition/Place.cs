namespace CallbackBot.Dialogs.Definition;

/// <summary>Where something stands in a file.</summary>
/// <param name="File">Path as given by the caller.</param>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based, in UTF-16 units.</param>
public readonly record struct Place(string File, int Line, int Column);
