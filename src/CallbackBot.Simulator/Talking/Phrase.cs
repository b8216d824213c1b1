namespace CallbackBot.Simulator.Talking;

/// <summary>Names of the phrases in <c>Data/phrases.yaml</c>; those of answers are <c>set.label</c>.</summary>
internal static class Phrase
{
    public const string Me = "person.right_person";
    public const string NotMe = "person.not_right_person";
    public const string Yes = "yes_no.yes";
    public const string No = "yes_no.no";
    public const string DontKnow = "unsure";
    public const string FreeText = "free_text";
    public const string Repeat = "repeat";
    public const string Later = "busy_call_later";
    public const string Time = "time";
    public const string NeverAgain = "refuse_opt_out";
    public const string Pardon = "pardon";
    public const string Greeting = "machine_greeting";
    public const string NoSuchNumber = "no_such_number";
}
