namespace CallbackBot.Dialogs.Definition;

/// <summary>Collects findings as code and arguments; their language is known only once the file has been read.</summary>
internal sealed class FindingList
{
    // More than anybody mends before looking again.
    private const int Most = 300;

    private readonly List<(Place At, string Code, object[] Args)> _found = [];
    private readonly HashSet<(Place, string, string)> _seen = [];
    private string? _language;

    /// <summary>Language of the script, as far as it is known: findings are told in it.</summary>
    public string Language
    {
        get => _language ?? "zh-CN";
        set => _language = value;
    }

    /// <summary>Takes a language for want of a stated one.</summary>
    public void GuessLanguage(string language) => _language ??= language;

    /// <summary>Names of steps and ends that stand where they cannot be read: whatever leads to them is no second mistake.</summary>
    public HashSet<string> Misplaced { get; } = new(StringComparer.Ordinal);

    public bool HasErrors => _found.Any(f => FindingTexts.Of(f.Code).Severity == Severity.Error);

    public void Add(Place at, string code, params object[] args)
    {
        if (_found.Count >= Most) return;

        // One mistake in a defaults block would otherwise be told once per step that inherits it.
        if (_seen.Add((at, code, string.Join('\n', args)))) _found.Add((at, code, args));
    }

    /// <summary>True when any of these codes was found.</summary>
    public bool HasAny(IReadOnlyCollection<string> codes) => _found.Any(f => codes.Contains(f.Code, StringComparer.Ordinal));

    /// <summary>True when this code was found on this line.</summary>
    public bool IsAt(int line, string code) => _found.Any(f => f.At.Line == line && f.Code == code);

    /// <summary>Hands over the findings at places that satisfy <paramref name="where"/>.</summary>
    public void MoveTo(FindingList other, Func<Place, bool> where)
    {
        foreach (var (at, code, args) in _found.Where(f => where(f.At))) other.Add(at, code, args);
    }

    /// <summary>The findings in file order, in Chinese or English.</summary>
    public IReadOnlyList<Finding> In(string language) =>
    [
        .. _found
            .OrderBy(f => f.At.File, StringComparer.Ordinal).ThenBy(f => f.At.Line).ThenBy(f => f.At.Column)
            .Select(f => FindingTexts.Of(f.Code).Render(f.At, f.Code, language, f.Args)),
    ];
}
