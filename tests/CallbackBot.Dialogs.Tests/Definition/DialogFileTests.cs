using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Running;

namespace CallbackBot.Dialogs.Tests.Definition;

public sealed class DialogFileTests : IDisposable
{
    // A script of 256 KB that is read to its end takes some hundred times its size.
    private const long MostBytes = 64 << 20;

    private readonly ScriptText _script = new();

    public void Dispose() => _script.Dispose();

    [Fact]
    public void The_model_holds_what_the_script_says()
    {
        var dialog = DialogFile.Load(Repository.Script("three-rates-zh")).Dialog!;
        var contact = (Ask)dialog.Steps["ask_contact"];
        var resolved = (Ask)dialog.Steps["ask_resolved"];
        var reason = (Ask)dialog.Steps["ask_reason"];

        Assert.Equal("opening", dialog.Start.Name);
        Assert.Equal(Interruption.Never, dialog.Steps["opening"].Interruption);
        Assert.Equal(TimeSpan.FromSeconds(1), contact.Interruption.After);
        Assert.Equal(["contacted", "not_contacted", "unsure"], contact.Answers.Select(a => a.Label));
        Assert.True(contact.Answers[1].ConfirmAlways);
        Assert.Equal("2", contact.Answers[1].Keys);
        Assert.Equal(0.8, resolved.Answers[2].ConfirmBelow);
        Assert.Equal(["还在漏", "又坏了"], resolved.Answers[2].Words.Select(w => w.Text));
        Assert.Equal("unresolved_reason", reason.SaveAs);
        Assert.Equal([Repair.Again, Repair.Keypad, Repair.Go], contact.OnUnclear.Select(r => r.Repair));
        Assert.Equal("end.opt_out", dialog.Anytime["refuse_opt_out"].AllCalls!.Value.Name);
        Assert.True(dialog.Anytime["busy_call_later"].AskTime);
        Assert.Equal(["redispatch_review"], dialog.Ends["sorry"].Flags);
        Assert.Equal("一二三四五", dialog.Readings["12345"]);
    }

    [Fact]
    public void Free_text_waits_longer_for_the_end_of_an_answer_unless_the_script_says_otherwise()
    {
        var sample = _script.Load(ScriptText.English);
        var set = _script.Load(ScriptText.English.Replace("defaults:", "defaults:\n  listen: { end_pause: 800ms }", StringComparison.Ordinal));

        Assert.Equal(1200, ((Ask)sample.Steps["ask_reason"]).Listen.EndPause.TotalMilliseconds);
        Assert.Equal(600, ((Ask)sample.Steps["ask_contact"]).Listen.EndPause.TotalMilliseconds);
        Assert.Equal(800, ((Ask)set.Steps["ask_reason"]).Listen.EndPause.TotalMilliseconds);
    }

    [Fact]
    public void Every_scalar_stays_what_was_written()
    {
        var root = (YamlMap)YamlReader.Parse("x.yaml", "a: yes\nb: 9:30\nc: 010\nd: ~\ne: 1.0\nf: on\n", new FindingList())!;

        Assert.Equal(["yes", "9:30", "010", "~", "1.0", "on"], root.Entries.Select(e => ((YamlText)e.Value).Text));
    }

    [Fact]
    public void A_byte_order_mark_and_carriage_returns_are_fine()
    {
        var path = Path.Combine(_script.Folder, "sample.yaml");
        File.WriteAllText(path, ScriptText.English.Replace("\n", "\r\n", StringComparison.Ordinal), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Assert.Empty(DialogFile.Load(path).Findings);
    }

    [Fact]
    public void A_translation_keeps_the_flow_and_changes_the_words()
    {
        var dialog = DialogFile.Load(Repository.Script("three-rates-en")).Dialog!;
        var contact = (Ask)dialog.Steps["ask_contact"];

        Assert.Equal("en", dialog.Language);
        Assert.Equal("Has anyone from {{unit.spoken_name}} been in touch with you about it?", contact.Text.Text);
        Assert.True(contact.Answers[1].ConfirmAlways);
        Assert.Equal("Hello? Can you hear me?", contact.OnSilence[0].Say!.Text);
        Assert.Equal("end.silent", contact.OnSilence[1].Go!.Value.Name);
        Assert.Equal(["the heating works", "the leak is gone"], ((Ask)dialog.Steps["ask_resolved"]).Answers[0].Words.Select(w => w.Text));
        Assert.Empty(((Ask)dialog.Steps["ask_resolved"]).Answers[1].Words);
    }

    [Theory]
    [InlineData("say: { ask_person: Were you calling? }", "translation-missing")]
    [InlineData("say: { ask_persn: Were you calling? }", "translation-unknown")]
    [InlineData("say: { ask_person: We want to know who called. }", "translation-statement")]
    [InlineData("say: { ask_person: 是您吗？ }", "other-language")]
    [InlineData("say: { ask_person: Were you calling? }", "translation-defaults")]
    [InlineData("steps: { }", "translation-flow")]
    [InlineData("defaults: { on_silence: [{ say: Hello?, go: end.thanks }] }", "translation-go")]
    [InlineData("defaults: { on_silence: [{ say: Hello? }, { say: Hello? }] }", "translation-count")]
    public void A_translation_that_drifts_is_told(string lines, string code)
    {
        _script.Write(ScriptText.English);
        var path = _script.Write($"script: other\nlanguage: en\nextends: sample\n{lines}\n", "other.yaml");

        Assert.Contains(code, DialogFile.Load(path).Findings.Select(f => f.Code));
    }

    // Own answers have no built-in words to fall back on; and one slip is one finding.
    [Theory]
    [InlineData("", "", "")]
    [InlineData("  ask_when.early: [first thing]\n", "", "12,1 translation-missing")]
    [InlineData("  ask_when.late: later on\n", "", "15,1 translation-missing")]
    [InlineData("  end.silent: Goodbye.\n", "", "4,1 translation-missing")]
    [InlineData("  end.silent: Goodbye.\n", "  end.silet: Goodbye.\n", "8,3 translation-unknown")]
    [InlineData("    - say: Hello?\n", "", "19,3 translation-count")]
    public void One_slip_of_a_translation_is_one_finding(string find, string replace, string finding)
    {
        _script.Write("""
            script: sample
            language: en
            questions: [when]
            defaults:
              on_silence:
                - say: Are you there?
                - say: I will call again.
                  go: end.silent
              on_unclear:
                - again
                - go: end.silent
              anytime:
                human_agent: { go: end.handoff }
                emergency: { go: end.handoff }
            start: opening
            steps:
              opening:
                say: This is the automated line of the city hotline about your request. The call is recorded.
                interrupt: never
                go: ask_when
              ask_when:
                ask: When shall we come, early or late?
                expect: [early, late]
                save_as: when
                answers:
                  early: { go: end.done, words: [in the morning], read: early }
                  late: { go: end.done, words: [in the evening], read: late }
            ends:
              done: { say: Thank you., outcome: completed }
              silent: { say: Bye., outcome: silent }
              handoff: { say: One moment., outcome: handed_off }

            """);
        const string Faultless = """
            script: other
            language: en
            extends: sample
            say:
              opening: The automated city hotline calls about your request. This call is recorded.
              ask_when: What time suits you, early or late?
              end.done: Thanks.
              end.silent: Goodbye.
              end.handoff: Please wait.


            words:
              ask_when.early: [first thing]
              ask_when.late: [after work]
            read:
              ask_when.early: early on
              ask_when.late: later on
            defaults:
              on_silence:
                - say: Hello?
                - say: We will call later.
                  go: end.silent

            """;
        var path = _script.Write(find.Length == 0 ? Faultless : Faultless.Replace(find, replace, StringComparison.Ordinal), "other.yaml");

        Assert.Equal(finding, string.Join("; ", DialogFile.Load(path).Findings.Select(f => $"{f.Line},{f.Column} {f.Code}")));
    }

    [Fact]
    public void A_translation_needs_an_original_in_its_folder()
    {
        var path = _script.Write("script: other\nlanguage: en\nextends: ../sample\n", "other.yaml");

        Assert.Equal((3, 10, "extends-missing"), DialogFile.Load(path).Findings.Select(f => (f.Line, f.Column, f.Code)).Single());
    }

    // What a beginner does, told at the line where it was done.
    [Theory]
    [InlineData("a: 1\n\tb: 2\n", "2,1 yaml-tab")]
    [InlineData("steps:\n  one:\n    say：你好\n    go: two\n", "3,8 yaml-fullwidth-colon")]
    [InlineData("say: hello: there\n", "1,11 yaml-colon-in-text")]
    [InlineData("a: 1\na: 2\n", "2,1 yaml-duplicate-key")]
    [InlineData("a: \"open\nb: 2\n", "1,4 yaml-unclosed-quote")]
    [InlineData("a: { b: 1\nc: 2\n", "1,4 yaml-unclosed-bracket")]
    [InlineData("a:\n  b: 1\n c: 2\n", "3,2 yaml-indent-between")]
    [InlineData("a: &x 1\n", "1,4 yaml-anchor")]
    [InlineData("a: *x\n", "1,4 yaml-alias")]
    [InlineData("a: !!str 1\n", "1,4 yaml-tag")]
    [InlineData("a: { <<: 1 }\n", "1,6 yaml-merge")]
    [InlineData("a: 1\n---\nb: 2\n", "2,1 yaml-documents")]
    [InlineData("", "1,1 yaml-empty")]
    public void A_yaml_mistake_is_explained_at_its_line(string text, string finding) =>
        Assert.Equal([finding], _script.Findings(text).Where(f => f.Contains("yaml-", StringComparison.Ordinal)));

    [Fact]
    public void A_list_where_a_map_is_expected_is_explained() =>
        Assert.Contains("2,3 shape-map", _script.Findings("steps:\n  - one\n  - two\nscript: sample\nlanguage: en\nstart: one\nends: {}\n"));

    [Fact]
    public void A_file_that_is_not_utf8_is_refused_with_its_line()
    {
        var path = Path.Combine(_script.Folder, "sample.yaml");
        File.WriteAllBytes(path, [.. "script: sample\ntitle: "u8, 0xB9, 0xA4, (byte)'\n']);

        Assert.Equal((2, "file-not-utf8"), DialogFile.Load(path).Findings.Select(f => (f.Line, f.Code)).Single());
    }

    [Fact]
    public void Sixteen_bit_text_is_no_utf8()
    {
        var path = Path.Combine(_script.Folder, "sample.yaml");
        File.WriteAllBytes(path, System.Text.Encoding.Unicode.GetBytes(ScriptText.English));

        Assert.Equal((1, "file-not-utf8"), DialogFile.Load(path).Findings.Select(f => (f.Line, f.Code)).Single());
    }

    [Theory]
    [InlineData("park-en.yaml", "the file is not UTF-8.")]
    [InlineData("park-zh.yaml", "文件不是 UTF-8 编码。")]
    public void A_file_that_cannot_be_read_is_told_in_the_language_of_its_name(string file, string message)
    {
        var path = Path.Combine(_script.Folder, file);
        File.WriteAllBytes(path, [0xB9, 0xA4]);

        Assert.Equal(message, DialogFile.Load(path).Findings.Single().Message);
    }

    // Whatever a designer breaks, the answer is findings: an exception would name neither line nor remedy.
    [Fact]
    public void No_text_makes_the_loader_throw()
    {
        var original = File.ReadAllText(Repository.Script("three-rates-zh"));
        string[] scraps = ["{", "}", "[", "]", ":", "- ", "\n", "  ", "\t", "\"", "'", "again", "end.", "#", "&a", "*a", "|", "? ", "，", "{{", "go: ask_contact"];
        for (var seed = 0; seed < 1500; seed++)
        {
            var random = new Random(seed);
            var text = original;
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                var at = random.Next(text.Length);
                var length = Math.Min(random.Next(30), text.Length - at);
                text = random.Next(3) switch
                {
                    0 => text.Remove(at, length),
                    1 => text.Insert(at, scraps[random.Next(scraps.Length)]),
                    _ => text.Insert(at, text.Substring(random.Next(text.Length - 30), 30)),
                };
            }

            var result = DialogFile.Load(_script.Write(text, "three-rates-zh.yaml"));

            Assert.True(result.Dialog is null == result.Findings.Any(f => f.Severity == Severity.Error));
            Assert.All(result.Findings, f => Assert.True(f.Line >= 1 && f.Column >= 1 && f.Message.Length > 0));
        }
    }

    public static TheoryData<string, string> Hostile => new()
    {
        { "a: &a [x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b]\n", "yaml-anchor" },
        { new string('[', 200_000), "yaml-line-long" },
        { new string('[', 9_000), "yaml-too-deep" },
        { string.Concat(Enumerable.Range(0, 500).Select(i => new string(' ', i) + "a:\n")), "yaml-too-deep" },
        { "a: " + new string('x', 10_000_000), "file-too-big" },
        { string.Concat(Enumerable.Repeat("- ", 4_000)), "yaml-too-deep" },
        { "say: " + string.Concat(Enumerable.Repeat("{{a ", 2_000)), "yaml-braces-in-text" },
        { "say: " + string.Concat(Enumerable.Repeat("{{a ", 60_000)), "yaml-line-long" },
        { "? " + string.Concat(Enumerable.Repeat("? ", 4_000)), "yaml-too-deep" },
        { string.Concat(Enumerable.Range(0, 20_000).Select(i => $"k{i}: x\n")), "yaml-too-many" },
        { ScriptText.English.Replace("steps:\n", "steps:\n" + string.Concat(Enumerable.Range(0, 2_000).Select(i => $"  s{i}:\n    say: Hi.\n    go: s{i + 1}\n")), StringComparison.Ordinal), "steps-many" },
        { ScriptText.English.Replace("What is still open?", "|\n" + string.Concat(Enumerable.Repeat("      press 1 press 1 press 1 press 1\n", 4_000)), StringComparison.Ordinal), "text-long" },
        { ScriptText.English.Replace("resolved: { keys: \"1\"", "resolved: { words: [" + string.Concat(Enumerable.Range(0, 900).Select(i => $"w{i},")) + "], keys: \"1\"", StringComparison.Ordinal), "words-many" },
    };

    // Counted, not timed: what is refused has read no more than a script may hold, and what it cost is what it allocated.
    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_yaml_is_refused_with_little_work(string text, string code)
    {
        var path = _script.Write(text);
        _ = DialogFile.Load(path);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var result = DialogFile.Load(path);

        Assert.Null(result.Dialog);
        Assert.Contains(code, result.Findings.Select(f => f.Code));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
    }

    // A pattern that backtracks may take for ever on a text made for it.
    [Fact]
    public void No_pattern_of_the_linter_backtracks()
    {
        var patterns = typeof(DialogFile).Assembly.GetTypes().Where(t => t.Namespace?.StartsWith(typeof(DialogFile).Namespace!, StringComparison.Ordinal) == true)
            .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(m => m.ReturnType == typeof(Regex) && m.GetParameters().Length == 0).Select(m => (Regex)m.Invoke(null, null)!).ToList();

        Assert.True(patterns.Count > 30);
        Assert.All(patterns, p => Assert.True(p.Options.HasFlag(RegexOptions.NonBacktracking), p.ToString()));
    }
}
