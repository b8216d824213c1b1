namespace CallbackBot.Dialogs.Definition.Linting;

/// <summary>Checks a dialog that could be read: does it lead somewhere, is it safe, lawful and a fair survey?</summary>
internal static class Linter
{
    /// <summary>Adds what is wrong in <paramref name="file"/>; of a translation the flow is checked where it is written.</summary>
    public static void Check(Dialog dialog, string file, FindingList findings)
    {
        var here = new FindingList();
        PathRules.Check(dialog, here);
        AnswerRules.Check(dialog, here);
        ReactionRules.Check(dialog, here);
        FieldRules.Check(dialog, here);
        LegalRules.Check(dialog, here);
        here.MoveTo(findings, f => f.File == file);
    }
}
