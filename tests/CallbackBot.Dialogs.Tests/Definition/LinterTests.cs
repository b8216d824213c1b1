using System.Text.RegularExpressions;
using CallbackBot.Dialogs.Definition;

namespace CallbackBot.Dialogs.Tests.Definition;

public sealed class LinterTests : IDisposable
{
    private readonly ScriptText _script = new();

    public void Dispose() => _script.Dispose();

    [Fact]
    public void A_faultless_script_has_no_finding() => Assert.Empty(_script.Findings(ScriptText.English));

    // One edit, one finding, at the place where the designer must type.
    [Theory]
    [InlineData("go: ask_person\n", "go: ask_persn\n", "21,9 go-unknown")]
    [InlineData("start: opening", "start: begin", "16,8 go-unknown")]
    [InlineData("  ask_satisfied:\n", "  ask_satisfeid:\n", "48,3 name-unused")]
    [InlineData("  handoff: {", "  hand_off: {", "62,3 name-unused")]
    [InlineData("  ask_reason:\n", "  ask_raeson:\n", "41,36 go-unknown")]
    [InlineData("go: end.wrong }", "go: wrong }", "27,42 go-unknown")]
    [InlineData("script: sample", "script: other", "1,9 script-name")]
    [InlineData("language: en", "language: fr", "2,11 language-unknown")]
    [InlineData("interrupt: never", "interrupt: sometimes", "20,16 interrupt-bad")]
    [InlineData("interrupt: never", "interupt: never", "20,5 key-unknown-near")]
    [InlineData("confirm: always", "confirm: below 2", "33,62 confirm-bad")]
    [InlineData("unresolved: { keys: \"3\"", "unresolved: { keys: \"2\"", "41,27 key-twice")]
    [InlineData("unresolved: { keys: \"3\"", "unresolved: { keys: x", "41,27 key-bad")]
    [InlineData("unsure: { go: ask_resolved }", "unsre: { go: ask_resolved }", "34,7 label-unknown")]
    [InlineData("      unsure: { go: ask_resolved }\n", "", "31,5 label-missing")]
    [InlineData("      resolved: { keys: \"1\", go: ask_satisfied }", "      resolved: { keys: \"1\" }", "39,7 go-missing")]
    [InlineData("expect: resolution", "expect: resolutoin", "37,13 set-unknown")]
    [InlineData("expect: resolution", "expects: resolution", "37,5 key-unknown-near")]
    [InlineData("expect: resolution", "等待: resolution", "37,5 key-unknown")]
    [InlineData("steps:\n", "步骤:\n", "17,1 key-unknown")]
    [InlineData("    save_as: reason\n", "", "43,3 free-text-save-as")]
    [InlineData("outcome: silent", "outcome: quiet", "60,22 outcome-unknown")]
    [InlineData("outcome: silent", "outcome: no_answer", "60,22 outcome-network")]
    [InlineData("flag: human_check", "flag: look", "61,40 flag-unknown")]
    [InlineData("    emergency: { go: end.handoff }\n", "", "12,3 intent-required")]
    [InlineData("repeat: { go: again }", "repaet: { go: again }", "13,5 intent-unknown")]
    [InlineData("    - go: end.for_human", "    - keypad", "11,7 reactions-no-way-out")]
    [InlineData("- again", "- go: end.for_human", "9,7 reactions-mute")]
    [InlineData("    - again\n", "    - again\n    - again\n", "12,7 reactions-many")]
    [InlineData("Did you call us?", "Did you call us, {{caller.surname ?? Sir}}?", "23,27 field-not-listed")]
    [InlineData("Did you call us?", "Did you call us, {{caller.phone}}?", "23,27 field-secret")]
    [InlineData("Did you call us?", "Did you call us, {{caller.sirname ?? Sir}}?", "23,27 field-unknown")]
    [InlineData("Did you call us?", "Did you call us, {{caller.surname?", "23,27 field-syntax")]
    [InlineData("Did you call us?", "Did you call us about {{order.short_title}}?", "23,34 privacy-early")]
    [InlineData("automated line", "line", "19,10 legal-robot")]
    [InlineData(" The call is recorded.", "", "19,10 legal-recorded")]
    [InlineData(" about your request", "", "19,10 legal-why")]
    [InlineData("    interrupt: never\n", "", "19,10 legal-interruptible")]
    [InlineData("Has the problem been solved?", "Surely the problem has been solved?", "36,10 leading")]
    [InlineData("Has the problem been solved?", "Hasn't the problem been solved?", "36,10 negated")]
    [InlineData("Has the problem been solved?", "Has the problem been solved and are you satisfied?", "36,10 two-questions")]
    [InlineData("Has the problem been solved?", "Has it been solved? Press 1 if so.", "36,10 key-not-read")]
    [InlineData("Has the problem been solved?", "Solved? Press 1 for solved, press 2 for not solved, press 3 for partly solved.", "36,38 key-wrong-answer")]
    [InlineData("Did you call us?", "Did you call us? Press 1 for yes, press 2 for no, press 3 to hear it again.", "23,60 key-not-accepted")]
    [InlineData("What is still open?", "What is still open at ward 100240?", "44,37 reading-missing")]
    [InlineData("What is still open?", "What is still open? \u2705", "44,30 unspeakable")]
    [InlineData("What is still open?", "What is still 没解决?", "44,24 mixed-language")]
    [InlineData("unresolved: { keys: \"3\",", "unresolved: { words: [it has been fixed], keys: \"3\",", "41,29 words-contradict")]
    [InlineData("      resolved: { keys: \"1\",", "      resolved: { words: [solved], keys: \"1\",", "39,27 words-inside")]
    [InlineData("Did you call us?", "{{unit.spoken_name}}, did you call?", "23,10 yaml-braces-in-text")]
    [InlineData("What is still open?", "{{order.short_title}}", "44,10 yaml-braces-in-text")]
    [InlineData("Thank you. Goodbye.,", "Thank you, goodbye.,", "59,29 yaml-comma-in-braces")]
    [InlineData("Thank you. Goodbye.,", "谢谢, thank you.,", "59,22 yaml-comma-in-braces")]
    [InlineData("  ask_satisfied:\n", "    ask_satisfied:\n", "48,5 yaml-indent-name")]
    [InlineData("  ask_resolved:\n", "    ask_resolved:\n", "35,5 yaml-indent-name")]
    [InlineData("What is still open?", "What is still open? # and why", "44,30 yaml-comment-in-text")]
    [InlineData("city hotline about", "city hotline #1 about", "19,57 yaml-comment-in-text")]
    [InlineData("  ask_reason:\n", "  ask-reason:\n", "43,3 name-bad")]
    [InlineData("Did you call us?", "Did you call us? Press 1 for yes, press 3 for no.", "23,44 key-not-accepted")]
    [InlineData("      partly: { keys", "      部分解决: { keys", "40,7 label-unknown")]
    [InlineData("    expect: resolution\n    answers:", "    expect: resolution\n    answer:", "38,5 key-unknown-near")]
    [InlineData("    answers:\n      right_person: { keys: \"1\", go: ask_contact }\n      not_right_person: { keys: \"2\", go: end.wrong }\n", "", "22,3 key-missing")]
    public void One_mistake_is_told_at_its_place(string find, string replace, string finding) =>
        Assert.Equal(finding, Assert.Single(_script.Findings(find, replace)));

    [Theory]
    [InlineData("flag: human_check", "flag: human", "human_check")]
    [InlineData("outcome: silent", "outcome: silnet", "silent")]
    [InlineData("emergency: { go: end.handoff }", "emergency: { go: end.handoff }\n    refuse: { go: end.handoff }", "refuse_opt_out")]
    public void The_name_that_was_meant_is_suggested(string find, string replace, string meant)
    {
        var finding = Assert.Single(DialogFile.Load(_script.Write(ScriptText.English.Replace(find, replace, StringComparison.Ordinal)), "en").Findings);
        Assert.EndsWith($": {meant}?", finding.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_written_as_an_end_is_told_without_it()
    {
        var text = ScriptText.English.Replace("go: ask_reason }", "go: end.ask_reason }", StringComparison.Ordinal);
        Assert.EndsWith(": ask_reason.", DialogFile.Load(_script.Write(text), "en").Findings[0].Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_part_is_told_where_it_would_stand()
    {
        var ends = ScriptText.English.IndexOf("ends:", StringComparison.Ordinal);
        var (front, back) = (ScriptText.English[..ends], ScriptText.English[ends..]);
        var steps = front.IndexOf("steps:", StringComparison.Ordinal);

        Assert.Equal(["58,1 key-missing"], _script.Findings(front));
        Assert.Equal(["58,1 key-missing"], _script.Findings(front + "readings: { \"110\": one one zero }\n"));
        Assert.Equal(["17,1 key-missing"], _script.Findings(front[..steps] + back));
    }

    [Theory]
    [InlineData("Did you call us?", "Did you call us? Press 1 for yes, 2 for no.")]
    [InlineData("Did you call us?", "Did you call us? Press one if so, press two if not.")]
    [InlineData("What is still open?", "What is still open since 2026-11-03?")]
    [InlineData("    ask: Has the problem been solved?", "    ask: Is the problem solved, partly solved, or not solved?")]
    [InlineData("hotline about your request", "hotline. We would like to ask how the second visit went")]
    public void Good_wording_is_left_alone(string find, string replace) => Assert.Empty(_script.Findings(find, replace));

    [Theory]
    [InlineData("listen: { silence: 1s }", "5,22 duration-range")]
    [InlineData("listen: { silence: 21s }", "5,22 duration-range")]
    [InlineData("listen: { end_pause: 100ms }", "5,24 duration-range")]
    [InlineData("listen: { longest_answer: 3m }", "5,29 duration-range")]
    [InlineData("listen: { silence: 5 }", "5,22 duration-bad")]
    [InlineData("interrupt: after 11s", "5,14 duration-range")]
    public void Durations_keep_their_bounds(string line, string finding) =>
        Assert.Equal([finding], _script.Findings("defaults:\n", $"defaults:\n  {line}\n"));

    [Fact]
    public void A_step_that_nothing_reaches_is_named()
    {
        var findings = _script.Findings("  ask_person:\n", "  lonely:\n    say: Hello.\n    go: ask_person\n  ask_person:\n");

        Assert.Equal(["22,3 step-unreachable"], findings);
    }

    [Fact]
    public void Every_answer_that_is_left_out_is_named() =>
        Assert.Equal(["51,5 label-missing", "51,5 label-missing"], _script.Findings(
            "      satisfied: { keys: \"4\", go: end.thanks }\n      neutral: { keys: \"3\", go: end.thanks }\n", ""));

    [Fact]
    public void A_circle_of_statements_is_an_error_told_once()
    {
        var findings = _script.Findings(
            "  ask_person:\n", "  one:\n    say: One.\n    go: two\n  two:\n    say: Two.\n    go: one\n  ask_person:\n");

        Assert.Contains("24,9 circle", findings);
        Assert.Single(findings, f => f.EndsWith("circle", StringComparison.Ordinal));
    }

    [Fact]
    public void Asking_for_ever_is_an_error()
    {
        var findings = _script.Findings("    save_as: reason\n", "    save_as: reason\n    on_unclear: [{ say: Once more., go: ask_reason }]\n");

        Assert.Equal(["47,18 visits-no-way-out"], findings);
    }

    [Fact]
    public void A_step_without_reactions_in_force_is_told_in_the_words_of_the_house()
    {
        var text = ScriptText.English.Replace("  on_silence:\n    - say: Hello? Can you hear me?\n    - go: end.silent\n", "", StringComparison.Ordinal)
            .Replace("  silent: { outcome: silent }\n", "", StringComparison.Ordinal);
        var path = _script.Write(text);

        var first = DialogFile.Load(path).Findings[0];

        Assert.StartsWith($"{path}(19,3): error reactions-missing: step 'ask_person, ask_contact, ask_resolved, ask_reason, ask_satisfied' has no 'on_silence'", first.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_is_asked_once_on_a_path_and_only_if_it_is_listed()
    {
        const string Again = """
            save_as: reason
                go: ask_once_more
              ask_once_more:
                ask: Has it been solved by now?
                expect: resolution
                answers:
                  resolved: { go: ask_satisfied }
                  partly: { go: ask_satisfied }
                  unresolved: { go: ask_satisfied }
                  unsure: { go: ask_satisfied }

            """;

        Assert.Equal(["50,13 question-twice"], _script.Findings("save_as: reason\n    go: ask_satisfied\n", Again));
        Assert.Equal(["31,13 question-unlisted"], _script.Findings("fields:", "questions: [resolution, satisfaction]\nfields:"));
        Assert.Equal(["3,49 question-free-text"], _script.Findings("fields:", "questions: [response, resolution, satisfaction, reason]\nfields:"));
        Assert.Equal(["3,49 question-unknown"], _script.Findings("fields:", "questions: [response, resolution, satisfaction, speed]\nfields:"));
    }

    [Fact]
    public void A_completed_end_needs_every_question() =>
        Assert.Equal(["27,42 question-skipped", "63,3 end-unreachable"], _script.Findings("go: end.wrong }", "go: end.thanks }"));

    [Fact]
    public void An_own_list_that_is_confirmed_needs_words_for_it()
    {
        var own = ScriptText.English.Replace("expect: person\n", "expect: [morning, evening]\n", StringComparison.Ordinal)
            .Replace("not_right_person:", "evening:", StringComparison.Ordinal).Replace("right_person:", "morning:", StringComparison.Ordinal)
            .Replace("fields:", "questions: [ask_person, response, resolution, satisfaction]\nfields:", StringComparison.Ordinal)
            .Replace("go: end.wrong }", "go: end.wrong, confirm: always }", StringComparison.Ordinal);

        Assert.Equal(["28,44 confirm-say-missing"], _script.Findings(own));
    }

    [Theory]
    [InlineData("resolved", "已解决")]
    [InlineData("resolved", "fixed")]
    [InlineData("partly", "部分解决")]
    [InlineData("unresolved", "not_solved")]
    [InlineData("unsure", "不清楚")]
    public void An_answer_in_other_words_is_told_its_name(string label, string written)
    {
        var path = _script.Write(ScriptText.English.Replace($"      {label}: {{ ", $"      {written}: {{ ", StringComparison.Ordinal)
            .Replace($"      {written}: {{ go: ask_resolved", "      unsure: { go: ask_resolved", StringComparison.Ordinal)
            .Replace($"      {written}: {{ go: end.thanks", "      unsure: { go: end.thanks", StringComparison.Ordinal));

        Assert.Equal($"Did you mean: {label}?", Assert.Single(DialogFile.Load(path).Findings).Hint);
    }

    [Fact]
    public void An_answer_of_an_own_list_needs_words_or_a_key()
    {
        var own = ScriptText.English.Replace("expect: person\n", "expect: [morning, evening]\n", StringComparison.Ordinal)
            .Replace("not_right_person: { keys: \"2\", ", "evening: { ", StringComparison.Ordinal).Replace("right_person:", "morning:", StringComparison.Ordinal)
            .Replace("go: end.wrong }", "go: ask_contact }", StringComparison.Ordinal).Replace("  wrong: { say: Sorry. Goodbye., outcome: wrong_person }\n", "", StringComparison.Ordinal)
            .Replace("fields:", "questions: [ask_person, response, resolution, satisfaction]\nfields:", StringComparison.Ordinal);

        Assert.Contains("28,26 words-contradict", _script.Findings(own.Replace("evening: { ", "evening: { words: [talk to a human], ", StringComparison.Ordinal)));
        Assert.Equal(["28,7 words-none"], _script.Findings(own).Where(f => !f.EndsWith("privacy-early", StringComparison.Ordinal)));
        Assert.DoesNotContain(_script.Findings(own.Replace("evening: { ", "evening: { words: [in the evening], ", StringComparison.Ordinal)), f => f.EndsWith("words-none", StringComparison.Ordinal));
    }

    [Fact]
    public void Findings_come_in_the_language_asked_for()
    {
        var path = _script.Write(ScriptText.English.Replace("start: opening", "start: begin", StringComparison.Ordinal));

        Assert.Contains("there is no step or end 'begin'", DialogFile.Load(path).Findings[0].Message, StringComparison.Ordinal);
        Assert.Contains("没有“begin”", DialogFile.Load(path, "zh").Findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_finding_has_its_texts_in_both_languages()
    {
        foreach (var code in FindingTexts.Codes)
        {
            var chinese = FindingTexts.Of(code).Render(new Place("x", 1, 1), code, "zh", ["a", "b", "c"]);
            var english = FindingTexts.Of(code).Render(new Place("x", 1, 1), code, "en", ["a", "b", "c"]);
            Assert.True(chinese.Message.Any(c => c > 0x2E80) && english.Message.All(c => c < 0x2E80 || c == '：'), code);
            Assert.NotEqual("", chinese.Hint);
            Assert.NotEqual("", english.Hint);
        }
    }

    // Row by row: a code, its severity or its words that change without the guide would mislead whoever looks them up.
    [Fact]
    public void The_guide_lists_every_code()
    {
        var guide = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "scripts.md"));
        var rows = FindingTexts.Codes.Select(code =>
        {
            var texts = FindingTexts.Of(code);
            var severity = texts.Severity == Severity.Error ? "error" : "warning";
            return $"| `{code}` | {severity} | {Shown(texts.English)} | {Shown(texts.Chinese)} |";
        });

        Assert.Equal(rows, guide.Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Split('|').Length == 6 && FindingTexts.Codes.Contains(line.Split('`')[1])));
    }

    private static string Shown(string text) =>
        Regex.Replace(text, @"\{[0-9]\}", "…", RegexOptions.NonBacktracking).Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);
}
