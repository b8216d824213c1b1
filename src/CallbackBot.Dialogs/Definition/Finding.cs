namespace CallbackBot.Dialogs.Definition;

/// <summary>How bad a finding is: an error keeps the script from starting, a warning does not.</summary>
public enum Severity
{
    /// <summary>Worth mending.</summary>
    Warning,

    /// <summary>Cannot run, is unsafe or unlawful, or falsifies a rate.</summary>
    Error,
}

/// <summary>One thing that is wrong in a script or its tests.</summary>
/// <param name="File">Path as given by the caller.</param>
/// <param name="Line">1-based line where the designer must type.</param>
/// <param name="Column">1-based column.</param>
/// <param name="Severity">Error or warning.</param>
/// <param name="Code">Stable code, e.g. <c>go-unknown</c>.</param>
/// <param name="Message">What is wrong, in the reader's language.</param>
/// <param name="Hint">What to write instead.</param>
public sealed record Finding(string File, int Line, int Column, Severity Severity, string Code, string Message, string Hint)
{
    /// <summary><c>dialogs/x.yaml(14,7): error go-unknown: message. hint</c></summary>
    public override string ToString() =>
        $"{File}({Line},{Column}): {(Severity == Severity.Error ? "error" : "warning")} {Code}: {Message} {Hint}".TrimEnd();
}
