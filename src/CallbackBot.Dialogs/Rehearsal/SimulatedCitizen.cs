using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Running;

namespace CallbackBot.Dialogs.Rehearsal;

/// <summary>One citizen on the phone: a kind, a truth, and a way of saying it. The same random numbers, the same conversation.</summary>
internal sealed class SimulatedCitizen(Dialog dialog, CitizenKind kind, Random random)
{
    /// <summary>After as many replies the citizen has had enough and hangs up.</summary>
    public const int Patience = 40;

    private readonly CitizenWords _words = CitizenWords.In(dialog.Language);
    private readonly HashSet<string> _wants = new(StringComparer.Ordinal);
    private int _replies;

    /// <summary>What is true.</summary>
    public IReadOnlyDictionary<string, string> Truth { get; } = CitizenTruth.Draw(dialog, kind, random);

    /// <summary>Intents that this citizen has expressed, and no other.</summary>
    public IReadOnlySet<string> Wants => _wants;

    /// <summary>True for who would answer every question and has asked for nothing else.</summary>
    public bool IsWilling =>
        kind is not (CitizenKind.Driving or CitizenKind.WrongPerson or CitizenKind.Child or CitizenKind.Silent) && _wants.All(w => w == "repeat");

    /// <summary>The reply as a script's test would write it; null hangs up.</summary>
    public string? Reply(Prompt prompt, Listening listening)
    {
        if (++_replies > Patience) return null;
        if (kind == CitizenKind.Silent) return Chance(15) ? "<mumble>" : "<silence>";
        return listening.Question.Set switch
        {
            "time" => Words("time"),
            "yes_no" => Confirm(prompt.Key),
            Vocabulary.FreeText => kind is CitizenKind.Child or CitizenKind.WrongPerson ? Words("unsure") : Wrap(Words("reason")),
            _ => dialog.Steps[listening.Step] is Ask ask ? Answer(ask, prompt.Key) : Words("unsure"),
        };
    }

    private string Answer(Ask ask, string prompt)
    {
        if (Beside(ask) is { } other) return other;
        if (!Truth.TryGetValue(ask.Question, out var label)) return kind == CitizenKind.Child ? Words("person.not_right_person", "child") : Words("person.not_right_person");
        var rule = ask.Answers.FirstOrDefault(a => a.Label == label);
        var askedAgain = prompt != ask.Name;
        var keyLikely = prompt == PromptKeys.Keypad(ask.Name) ? 80 : kind == CitizenKind.Terse ? 15 : 0;
        if (rule is { Keys.Length: > 0 } && Chance(keyLikely)) return $"<keys {rule.Keys[0]}>";
        if (ask.Set == Vocabulary.Own) return Wrap(OwnWords(rule));
        return Say($"{ask.Set}.{label}", askedAgain);
    }

    // What an own list is called aloud is said as readily as the designer's phrases for it: words that miss it are found. What else people might say
    // to a question that nobody but the designer knows, no simulation can tell.
    private string OwnWords(AnswerRule? rule)
    {
        if (rule?.Read is { } read && Chance(40)) return read.Text;
        return rule is { Words.Count: > 0 } ? rule.Words[random.Next(rule.Words.Count)].Text : Words("unsure");
    }

    // What the kind does instead of answering; null: it answers.
    private string? Beside(Ask ask)
    {
        switch (kind)
        {
            case CitizenKind.Driving:
                return Want("busy_call_later");
            case CitizenKind.WrongPerson when Chance(20):
                return Want("wrong_number");
            case CitizenKind.Angry when ask.Set != "person" && Chance(8):
                return Chance(50) ? Want("human_agent") : Chance(50) ? Want("abusive") : Want("refuse");
            case CitizenKind.HardOfHearing when Chance(25):
                return Want("repeat");
            case CitizenKind.HardOfHearing when Chance(15):
                return Chance(50) ? "<silence>" : "<mumble>";
            default:
                return null;
        }
    }

    private string Say(string meaning, bool askedAgain)
    {
        switch (kind)
        {
            case CitizenKind.Terse:
                return Words(meaning, "terse");
            case CitizenKind.Child:
                return Words(meaning, "child");
            case CitizenKind.Sarcastic when !askedAgain && Chance(60):
                return Words(meaning, "sarcastic");
            case CitizenKind.Angry:
                var angry = Words(meaning, "angry");
                return _words.Has(meaning, "angry") && Chance(40) ? Join(angry, Words("rant")) : angry;
            case CitizenKind.Talkative when !askedAgain && Chance(20) && _words.Has(meaning, "corrected"):
                return Words(meaning, "corrected");
            default:
                return askedAgain && Chance(50) ? Words(meaning, "terse") : Wrap(Words(meaning));
        }
    }

    // "You mean …, is that right?": the label stands in the prompt's key; a check of a contradiction names two.
    private string Confirm(string prompt)
    {
        var parts = prompt.Split('.');
        var question = ((Ask)dialog.Steps[parts[0]]).Question;
        var right = Truth.GetValueOrDefault(question) == parts[2] && (parts[1] != "check" || Truth.GetValueOrDefault(Contradiction.Other(question)) == parts[3]);
        if (parts[^1] == "keypad" && Chance(80)) return right ? "<keys 1>" : "<keys 2>";
        return Words(right ? "yes_no.yes" : "yes_no.no", kind == CitizenKind.Terse ? "terse" : "plain");
    }

    private string Wrap(string words)
    {
        if (kind != CitizenKind.Talkative) return words;
        if (Chance(70)) words = Join(Words("before"), words);
        return Chance(50) ? Join(words, Words("after")) : words;
    }

    private string Join(string first, string second) => first + (Vocabulary.IsChinese(dialog.Language) ? "，" : ", ") + second;

    private string Want(string intent)
    {
        _wants.Add(intent == "refuse" ? "refuse_opt_out" : intent);
        return Words($"request.{intent}");
    }

    private string Words(string meaning, string manner = "plain") => _words.Say(random, meaning, manner) ?? _words.Say(random, "unsure")!;

    private bool Chance(int percent) => random.Next(100) < percent;
}
