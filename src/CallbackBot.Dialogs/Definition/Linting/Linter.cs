namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>Checks a dialog that could be read: does it lead somewhere, is it safe, lawful and a fair survey?</summary>
internal static class Linter
{
    private static readonly string[] BreaksFlow =
    [
        "go-missing", "go-bad", "go-again", "set-unknown", "expect-missing", "step-kind", "step-empty", "shape-map-text", "yaml-space", "shape-map", "shape-list", "shape-text", "value-empty",
        "key-missing", "label-unknown", "label-missing", "reaction-bad", "intent-unknown", "key-unknown", "key-unknown-near", "interrupt-bad",
        "free-text-save-as", "key-misplaced", "yaml-braces-in-text", "yaml-comma-in-braces",
        "yaml-duplicate-key", "yaml-merge", "yaml-fullwidth-colon", "yaml-fullwidth-bracket", "yaml-colon-blank", "yaml-curly-quotes", "yaml-dash-blank",
        "yaml-comment-in-text", "yaml-indent-under", "yaml-indent-name", "yaml-indent-top",
    ];

    /// <summary>Adds what is wrong in <paramref name="file"/>; of a translation the flow is checked where it is written.</summary>
    public static void Check(Dialog dialog, string file, FindingList findings)
    {
        // What could not be read is missing from the flow: anything that followed from its absence would be a second finding for one mistake.
        var whole = !findings.HasAny(BreaksFlow);
        var here = new FindingList();
        var meant = TargetRules.Check(dialog, whole, findings.HasAny(["yaml-duplicate-key"]), here);
        PathRules.Check(dialog, whole ? meant : null, here);
        AnswerRules.Check(dialog, here);
        ReactionRules.Check(dialog, findings.HasAny(["shape-list", "yaml-dash-blank", "yaml-indent-under", "reaction-bad"]), here);
        FieldRules.Check(dialog, here);
        LegalRules.Check(dialog, whole, here);
        if (whole) SurveyRules.Check(dialog, here);
        QuestionWordingRules.Check(dialog, here);
        LengthRules.Check(dialog, here);
        OwnWordRules.Check(dialog, here);
        SpeechRules.Check(dialog, here);
        RecordingRules.Check(dialog, whole, here);

        // What follows from half a text is no second mistake.
        here.MoveTo(findings, f => f.File == file && !findings.IsAt(f.Line, "yaml-comma-in-braces") && !findings.IsAt(f.Line, "yaml-comment-in-text"));
    }
}
