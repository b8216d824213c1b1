namespace CallbackBot.Simulator.Talking;

/// <summary>Decides what a citizen replies: from the persona, the truth, and the prompt that was understood. Knows no audio.</summary>
internal sealed class Mind(CitizenPlan plan)
{
    private readonly HashSet<string> _questions = [];
    private bool _askedToRepeat;
    private bool _keysFromNowOn;

    /// <summary>The phrases that this citizen may need in a call.</summary>
    public static IEnumerable<string> Phrases(CitizenPlan plan)
    {
        var answers = plan.Orders.SelectMany(o => o.Truth.Answers.Select(a => $"{a.Key}.{a.Value}"));
        var person = plan.Persona is Persona.WrongPerson ? Phrase.NotMe : Phrase.Me;
        string[] always = [Phrase.FreeText, Phrase.DontKnow, Phrase.Pardon];
        return plan.Persona switch
        {
            Persona.Busy or Persona.NeverAnswers or Persona.PhoneOff or Persona.SaysNothing => [],
            Persona.Voicemail => [Phrase.Greeting],
            Persona.NoSuchNumber => [Phrase.NoSuchNumber],
            Persona.UsesKeys => always,
            Persona.CallMeLater => [Phrase.Later, Phrase.Time, .. always],
            Persona.RefusesForGood => [person, Phrase.NeverAgain, .. always],
            Persona.AsksToRepeat => [person, .. answers, Phrase.Yes, Phrase.No, Phrase.Repeat, .. always],
            _ => [person, .. answers, Phrase.Yes, Phrase.No, .. always],
        };
    }

    /// <summary>The reply to a prompt about an order; null when there is nothing to reply.</summary>
    public Reply? ReplyTo(PromptMeaning prompt, CitizenOrder order)
    {
        if (plan.Persona is Persona.SaysNothing or Persona.Voicemail) return null;
        if (prompt.Kind is PromptKind.AskTime) return new Reply.Say(Phrase.Time);
        if (prompt.Step is not { } step) return null;
        _questions.Add(step.Step);
        return Refusal() ?? prompt.Kind switch
        {
            PromptKind.Confirmation => Confirm(step, prompt.Label!, order, prompt.KeysOffered),
            _ => Answer(step, order, prompt.KeysOffered),
        };
    }

    /// <summary>The reply to something that was not understood.</summary>
    public Reply? ReplyToUnknown() =>
        plan.Persona is Persona.SaysNothing or Persona.Voicemail ? null : new Reply.Say(Phrase.Pardon);

    private Reply? Refusal()
    {
        switch (plan.Persona)
        {
            case Persona.CallMeLater:
                return new Reply.Say(Phrase.Later);
            case Persona.RefusesForGood when _questions.Count >= 2:
                return new Reply.Say(Phrase.NeverAgain);
            case Persona.HangsUpMidway when _questions.Count >= 2:
                return new Reply.HangUp();
            case Persona.AsksToRepeat when _questions.Count >= 2 && !_askedToRepeat:
                _askedToRepeat = true;
                return new Reply.Say(Phrase.Repeat);
            default:
                return null;
        }
    }

    private Reply Answer(StepInfo step, CitizenOrder order, bool keysOffered)
    {
        if (step.Set == "free_text") return new Reply.Say(Phrase.FreeText);
        if (TrueLabel(step, order) is not { } label) return new Reply.Say(Phrase.DontKnow);
        if (!(keysOffered || PrefersKeys) || !step.KeyByLabel.TryGetValue(label, out var key)) return new Reply.Say($"{step.Set}.{label}");
        _keysFromNowOn |= plan.Persona is Persona.TriesSpeechThenKeys;
        return new Reply.Press(key);
    }

    private Reply Confirm(StepInfo step, string label, CitizenOrder order, bool keysOffered)
    {
        var right = TrueLabel(step, order) == label;
        return keysOffered || PrefersKeys ? new Reply.Press(right ? "1" : "2") : new Reply.Say(right ? Phrase.Yes : Phrase.No);
    }

    private string? TrueLabel(StepInfo step, CitizenOrder order) => step.Set switch
    {
        "person" => plan.Persona is Persona.WrongPerson ? "not_right_person" : "right_person",
        "own" => order.Truth[step.Step],
        _ => order.Truth[step.Set],
    };

    // Spoken Mandarin is not understood without a network engine; citizens who know that press the key at once.
    private bool PrefersKeys => plan.Persona switch
    {
        Persona.UsesKeys => true,
        Persona.Speaks => false,
        Persona.TriesSpeechThenKeys => _keysFromNowOn,
        _ => !plan.Language.StartsWith("en", StringComparison.Ordinal),
    };
}
