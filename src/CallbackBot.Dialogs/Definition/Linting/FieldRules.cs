using System.Text.RegularExpressions;

namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>Fields exist, are listed, may be spoken, cannot come out empty, and tell nobody but the right person.</summary>
internal static partial class FieldRules
{
    public static void Check(Dialog dialog, FindingList findings)
    {
        foreach (var field in dialog.Fields) CheckName(field.Name, field.At, findings);
        var listed = dialog.Fields.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var words in SpokenWords.Of(dialog)) CheckTemplate(words.Wording, listed, findings);
        CheckPrivacy(dialog, findings);
    }

    /// <summary>Names of the fields in a template, defaults left out.</summary>
    public static IEnumerable<string> Fields(string template) => Field().Matches(template).Select(m => m.Groups["name"].Value);

    private static void CheckTemplate(Wording wording, HashSet<string> listed, FindingList findings)
    {
        var rest = Field().Replace(wording.Text, "");
        if (rest.AsSpan().IndexOfAny("{}｛｝") is >= 0 and var brace) findings.Add(wording.PlaceOf(rest[brace..(brace + 1)]), "field-syntax");
        foreach (Match match in Field().Matches(wording.Text))
        {
            var name = match.Groups["name"].Value;
            var at = wording.PlaceOf(match.Value);
            if (!CheckName(name, at, findings)) continue;
            if (!listed.Contains(name)) findings.Add(at, "field-not-listed", name);
            if (Vocabulary.MayBeEmpty(name) && match.Groups["default"].Value.Trim().Length == 0) findings.Add(at, "field-no-default", name, Vocabulary.ExampleDefault(name, chinese: true), Vocabulary.ExampleDefault(name, chinese: false));
        }
    }

    private static bool CheckName(string name, Place at, FindingList findings)
    {
        if (Vocabulary.Fields.Contains(name, StringComparer.Ordinal)) return true;
        if (Vocabulary.IsSecret(name)) findings.Add(at, "field-secret", name);
        else findings.Add(at, "field-unknown", name, Meant(name));
        return false;
    }

    // Who wrote order.title means a field of the order.
    private static string Meant(string name)
    {
        var owned = Vocabulary.Fields.Where(f => f.StartsWith(name.Split('.')[0] + ".", StringComparison.OrdinalIgnoreCase)).ToList();
        var known = owned.Count > 0 ? owned : Vocabulary.Fields;
        return Nearest.To(name, known) ?? string.Join(", ", known);
    }

    private static void CheckPrivacy(Dialog dialog, FindingList findings)
    {
        // Walk everything except through "yes, that is me".
        var unconfirmed = Flow.Reach(dialog, [dialog.Start.Name], step =>
        {
            var forward = step is Ask { Set: "person" } person ? person.Answers.Where(a => a.Label != "right_person").Select(a => a.Go) : Flow.Forward(step);
            return forward.Concat(Flow.Repairs(step)).Concat(Flow.Anytime(dialog));
        });
        foreach (var words in SpokenWords.Of(dialog).Where(w => w.Step is null || unconfirmed.Contains(w.Step)))
        {
            if (Fields(words.Wording.Text).FirstOrDefault(Vocabulary.TellsTheOrder) is { } field) findings.Add(words.Wording.PlaceOf(field), "privacy-early", field);
        }
    }

    [GeneratedRegex(@"\{\{\s*(?<name>[^{}?|\s]+)\s*(\?\?(?<default>[^{}]*))?\}\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Field();
}
