namespace CallbackBot.Dialogs.Definition;

/// <summary>The words of the format that are fixed: answer sets, intents, outcomes, flags, fields.</summary>
public static class Vocabulary
{
    /// <summary>Label sets that the understanding knows, in the order in which they are read aloud.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> AnswerSets { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["person"] = ["right_person", "not_right_person"],
        ["response"] = ["contacted", "not_contacted", "unsure"],
        ["resolution"] = ["resolved", "partly", "unresolved", "unsure"],
        ["satisfaction"] = ["very_satisfied", "satisfied", "neutral", "dissatisfied", "very_dissatisfied", "unsure"],
        [FreeText] = [],
    };

    /// <summary>The set without labels: whatever is said is kept.</summary>
    public const string FreeText = "free_text";

    /// <summary>What <see cref="Ask.Set"/> is for a designer's own list of labels.</summary>
    public const string Own = "own";

    /// <summary>What may be said at any question.</summary>
    public static IReadOnlyList<string> Intents { get; } =
    [
        "repeat", "busy_call_later", "human_agent", "refuse_opt_out", "wrong_number", "abusive", "offtopic", "other_language", "emergency",
    ];

    /// <summary>Intents that every script must deal with.</summary>
    public static IReadOnlyList<string> RequiredIntents { get; } = ["human_agent", "emergency"];

    /// <summary>Dispositions that a conversation can decide.</summary>
    public static IReadOnlyList<string> Outcomes { get; } =
    [
        "completed", "partial", "refused", "opted_out", "call_later", "silent", "wrong_person", "wrong_number", "language_barrier", "handed_off",
    ];

    /// <summary>Dispositions that the network or the worker decides.</summary>
    public static IReadOnlyList<string> NetworkOutcomes { get; } =
    [
        "broke_off", "no_answer", "busy", "powered_off", "unreachable", "rejected_by_callee", "voicemail", "empty_number", "suspended_number",
        "carrier_error", "blocked_by_rule", "interrupted",
    ];

    /// <summary>Marks that an end may leave on an order.</summary>
    public static IReadOnlyList<string> Flags { get; } = ["redispatch_review", "human_check", "emergency", "complaint_about_robot"];

    /// <summary>Fields that may be spoken.</summary>
    public static IReadOnlyList<string> Fields { get; } =
    [
        "order.short_title", "order.category", "order.accepted_on", "order.closed_on", "order.district", "order.street", "unit.spoken_name",
        "hotline.spoken_name", "caller.surname", "caller.title", "company.name", "appointment.time",
    ];

    /// <summary>Of <see cref="Fields"/>, those that may be empty and so need a default.</summary>
    public static bool MayBeEmpty(string field) => field.StartsWith("caller.", StringComparison.Ordinal) || field is "company.name" or "order.street";

    /// <summary>What may be said in place of a field that is empty: an example for whoever has to write one.</summary>
    internal static string ExampleDefault(string field, bool chinese) => field switch
    {
        "company.name" => chinese ? "贵公司" : "your company",
        "order.street" => chinese ? "您所在的街道" : "your street",
        _ => chinese ? "您" : "dear citizen",
    };

    /// <summary>Of <see cref="Fields"/>, those that tell what the order is about.</summary>
    public static bool TellsTheOrder(string field) => field is "order.short_title" or "order.category" or "unit.spoken_name";

    /// <summary>Data of the order that is never spoken.</summary>
    public static bool IsSecret(string field)
    {
        var name = field[(field.LastIndexOf('.') + 1)..];
        return name is "phone" or "id_number" or "id" or "name" or "full_name" or "address" or "full_address" or "content"
            && field is not "company.name";
    }

    /// <summary>Where a key of the format belongs, for whoever wrote it elsewhere.</summary>
    public static string? HomeOf(string key) => key switch
    {
        "script" or "title" or "language" or "fields" or "questions" or "defaults" or "start" or "next_order" or "steps" or "ends" or "readings" or "extends"
            => $"{key}: … (column 1, 第 1 列)",
        "on_silence" or "on_unclear" or "listen" => $"defaults: {key}, steps: … ask: … {key}",
        "interrupt" => "defaults: interrupt, steps: … interrupt",
        "anytime" => "defaults: anytime",
        "silence" or "end_pause" or "longest_answer" => $"listen: {{ {key}: … }}",
        "ask_again" or "expect" or "answers" or "save_as" or "visits" => $"steps: … ask: … {key}",
        "keys" or "words" or "confirm" or "confirm_say" or "read" => $"answers: … {{ {key}: … }}",
        "outcome" or "flag" => $"ends: … {{ {key}: … }}",
        "audio" => "steps: … audio, ends: … audio, audio: { step.again: … } (column 1, 第 1 列)",
        "ask_time" => "anytime: busy_call_later: { ask_time: true }",
        "all_calls" => "anytime: refuse_opt_out: { all_calls: end.… }",
        _ => null,
    };

    /// <summary>Languages in which scripts are written and messages are told.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["zh-CN", "en"];

    /// <summary>True for Chinese.</summary>
    /// <summary>The language that the name of a file tells, three-rates-en.test.yaml: for a file that cannot be read. Null when it tells none.</summary>
    public static string? LanguageOfFile(string path)
    {
        var name = Path.GetFileName(path).Split('.')[0];
        return name.EndsWith("-en", StringComparison.Ordinal) ? "en" : name.EndsWith("-zh", StringComparison.Ordinal) ? "zh-CN" : null;
    }

    public static bool IsChinese(string language) => language.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
}
