namespace CallbackBot.Dialogs.Tests.Definition;

/// <summary>What a beginner's keyboard does to YAML: one finding, where the hand must go, never a parser's sentence.</summary>
public sealed class YamlTrapTests : IDisposable
{
    private readonly ScriptText _script = new();

    public void Dispose() => _script.Dispose();

    [Theory]
    [InlineData("    interrupt: never", "\tinterrupt: never", "20,1 yaml-tab")]
    [InlineData("    interrupt: never", "  \tinterrupt: never", "20,3 yaml-tab")]
    [InlineData("    interrupt: never", "    interrupt：never", "20,14 yaml-fullwidth-colon")]
    [InlineData("script: sample", "script：sample", "1,7 yaml-fullwidth-colon")]
    [InlineData("  ask_person:\n", "  ask_person：\n", "22,13 yaml-fullwidth-colon")]
    [InlineData("keys: \"1\", go: ask_contact", "keys: \"1\", go：ask_contact", "26,36 yaml-fullwidth-colon")]
    [InlineData("- say: Hello?", "- say：Hello?", "6,10 yaml-fullwidth-colon")]
    [InlineData("keys: \"1\", go: ask_contact", "keys: “1”, go: ask_contact", "26,29 yaml-curly-quotes")]
    [InlineData("ask: Did you call us?", "ask: “Did you call us?”", "23,10 yaml-curly-quotes")]
    [InlineData("    interrupt: never", "    interrupt:never", "20,14 yaml-colon-blank")]
    [InlineData("keys: \"1\", go: ask_contact", "keys: \"1\", go:ask_contact", "26,36 yaml-colon-blank")]
    [InlineData("    - again", "    -again", "9,5 yaml-dash-blank")]
    [InlineData("    - again\n    - keypad\n    - go: end.for_human", "    -again\n    -keypad", "9,5 yaml-dash-blank")]
    [InlineData("[order.short_title, unit.spoken_name]", "[order.short_title，unit.spoken_name]", "3,27 yaml-fullwidth-comma")]
    [InlineData("[order.short_title, unit.spoken_name]", "【order.short_title, unit.spoken_name】", "3,9 yaml-fullwidth-bracket")]
    [InlineData("[order.short_title, unit.spoken_name]", "order.short_title, unit.spoken_name", "3,9 shape-list")]
    [InlineData("{ keys: \"1\", go: ask_contact }", "{ keys: \"1\"，go: ask_contact }", "26,32 yaml-fullwidth-comma")]
    [InlineData("{ keys: \"1\", go: ask_contact }", "｛ keys: \"1\", go: ask_contact ｝", "26,21 yaml-fullwidth-bracket")]
    [InlineData("{ keys: \"1\", go: ask_contact }", "{ keys: \"1\" go: ask_contact }", "26,33 yaml-comma-missing")]
    [InlineData("{ keys: \"1\", go: ask_contact }", "{ keys: \"1\",, go: ask_contact }", "26,33 yaml-comma-twice")]
    [InlineData("{ keys: \"1\", go: ask_contact }", "{ keys: \"1\", go: ask_contact", "26,21 yaml-unclosed-bracket")]
    [InlineData("{ keys: \"1\", go: ask_contact }", "keys: \"1\", go: ask_contact }", "26,21 yaml-unclosed-bracket")]
    [InlineData("{ keys: \"1\", go: ask_contact }", "{ keys: \"1, go: ask_contact }", "26,29 yaml-unclosed-quote")]
    [InlineData("ask: Did you call us?", "ask: \"Did you call us?", "23,10 yaml-unclosed-quote")]
    [InlineData("ask: Did you call us?", "ask: 'Aren't you the one?'", "23,16 yaml-quote-in-text")]
    [InlineData("ask: Did you call us?", "ask: \"Did you call \"us\"?\"", "23,25 yaml-quote-in-text")]
    [InlineData("ask: Did you call us?", "ask: One question: did you call us?", "23,22 yaml-colon-in-text")]
    [InlineData("say: Thank you. Goodbye.,", "say: Note: thank you.,", "59,22 yaml-colon-in-text")]
    [InlineData("say: Thank you. Goodbye.,", "say: Thank you, dear citizen, goodbye.,", "59,29 yaml-comma-in-braces")]
    [InlineData("say: Thank you. Goodbye.,", "say: \"{{order.short_title}}\" is done.,", "59,42 yaml-quote-in-text")]
    [InlineData("say: Thank you. Goodbye.,", "say: The {{order.short_title}} is done.,", "59,22 yaml-braces-in-text")]
    [InlineData("What is still open?", "What is still open? #1", "44,30 yaml-comment-in-text")]
    [InlineData("What is still open?", "#1 what is still open?", "44,10 yaml-comment-in-text")]
    [InlineData("What is still open?", "@ What is still open?", "44,10 yaml-first-sign")]
    [InlineData("What is still open?", "*What* is still open?", "44,10 yaml-alias")]
    [InlineData("What is still open?", "{order.short_title} is open?", "44,10 field-syntax")]
    [InlineData("    interrupt: never\n", "    interrupt: never\n    interrupt: anytime\n", "21,5 yaml-duplicate-key")]
    [InlineData("    interrupt: never", "     interrupt: never", "20,6 yaml-indent-deep")]
    [InlineData("    interrupt: never", "   interrupt: never", "20,4 yaml-indent-between")]
    [InlineData("    interrupt: never", "\u3000\u3000interrupt: never", "20,1 yaml-space")]
    [InlineData("    interrupt: never", "    // never\n    interrupt: never", "20,5 yaml-comment-sign")]
    [InlineData("    - keypad\n", "    keypad: yes\n", "10,5 yaml-list-and-map")]
    [InlineData("      right_person: {", "    right_person: {", "26,5 yaml-indent-under")]
    [InlineData("      right_person: { keys: \"1\", go: ask_contact }", "      right_person: ask_contact", "26,21 shape-map-text")]
    [InlineData("  anytime:\n    repeat: { go: again }\n", "  anytime:\n  repeat: { go: again }\n", "13,3 yaml-indent-under")]
    [InlineData("\nends:", "\n  ends:", "58,3 yaml-indent-top")]
    [InlineData("    interrupt: never\n", "    outcome: completed\n    interrupt: never\n", "20,5 key-misplaced")]
    [InlineData("    say: This", "    sya: This", "19,5 key-unknown-near")]
    [InlineData("  ask_reason:\n", "    ask_reason:\n", "43,5 yaml-indent-name")]
    [InlineData("  ask_resolved:\n", "ask_resolved:\n", "35,1 yaml-indent-under")]
    [InlineData("    ask: Did you call us?", "   ask: Did you call us?", "23,4 yaml-indent-between")]
    [InlineData("      contacted: {", "      - contacted: {", "32,7 yaml-list-and-map")]
    public void A_slip_is_explained_where_it_was_made(string find, string replace, string finding) =>
        Assert.Equal(finding, _script.Findings(find, replace)[0]);

    // The same signs where they belong.
    [Theory]
    [InlineData("ask: Did you call us?", "ask: \"One question: did you call us?\"")]
    [InlineData("ask: Did you call us?", "ask: 'Was it you who called, or your neighbour?'   # asked first")]
    [InlineData("ask: Did you call us?", "ask: >\n      Did you\n      call us?")]
    [InlineData("ask: Did you call us?", "ask: Did you\n      call us?")]
    [InlineData("ask: Did you call us?", "ask: Did you say “yes, call me” to us?")]
    [InlineData("say: Thank you. Goodbye.,", "say: \"Thank you, and goodbye.\",")]
    [InlineData("say: Thank you. Goodbye.,", "say: \"Thank you for {{order.short_title}}.\",")]
    [InlineData("keys: \"1\", go: ask_contact", "keys: [1], go: ask_contact")]
    [InlineData("    - again", "    - again # once more")]
    [InlineData("    interrupt: never", "    # not to be interrupted\n    interrupt: never # the law")]
    public void The_same_signs_are_fine_where_they_belong(string find, string replace) => Assert.Empty(_script.Findings(find, replace));
}
