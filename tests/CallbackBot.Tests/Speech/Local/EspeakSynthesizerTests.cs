using CallbackBot.Speech;
using CallbackBot.Speech.Local;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Tests.Speech.Local;

public sealed class EspeakSynthesizerTests
{
    private readonly EspeakSynthesizer _espeak = new(new EspeakOptions(), TimeProvider.System);

    [Theory]
    [InlineData("zh-CN", "您反映的问题解决了吗？", 1.0, 4.0)]
    [InlineData("en", "Has your problem been solved?", 1.0, 3.0)]
    public async Task A_prompt_is_spoken_in_its_language_and_about_as_long_as_a_person_takes(string language, string text, double from, double to)
    {
        var alaw = await _espeak.SynthesizeAsync(text, language, default);
        Assert.InRange(alaw.Length / 8000.0, from, to);
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("<voice name=\"x\">hello</voice> & \"good\" bye; $(date)")]
    public async Task Text_is_never_taken_for_an_option_or_a_command(string text) =>
        Assert.NotEmpty(await _espeak.SynthesizeAsync(text, "en", default));

    [Fact]
    public async Task The_end_of_a_long_text_is_spoken_too()
    {
        var once = await _espeak.SynthesizeAsync("您反映的问题解决了吗？", "zh-CN", default);
        var often = await _espeak.SynthesizeAsync(string.Concat(Enumerable.Repeat("您反映的问题解决了吗？", 60)), "zh-CN", default);
        Assert.InRange(often.Length, 55 * once.Length, 70 * once.Length);
    }

    [Fact]
    public async Task Nothing_to_say_is_no_audio() => Assert.Empty(await _espeak.SynthesizeAsync(" ", "en", default));

    [Fact]
    public void The_voice_names_engine_version_voice_rate_and_pinyin_table() =>
        Assert.Matches(@"^espeak-ng 1\.\d+\S* cmn-latn-pinyin 200 50 [0-9a-f]{8}$", _espeak.Voice("zh-CN"));

    [Theory]
    [InlineData("请重复一遍", "请 chong2 fu4 一遍", "请 zhong4 fu4 一遍")]
    [InlineData("银行", "yin2 hang2", "yin2 xing2")]
    [InlineData("区长", "qu1 zhang3", "qu1 chang2")]
    public async Task A_character_with_several_readings_sounds_as_its_word_says(string text, string right, string wrong)
    {
        var spoken = await _espeak.SynthesizeAsync(text, "zh-CN", default);
        Assert.Equal(await _espeak.SynthesizeAsync(right, "zh-CN", default), spoken);
        Assert.NotEqual(await _espeak.SynthesizeAsync(wrong, "zh-CN", default), spoken);
    }

    [Fact]
    public async Task A_missing_engine_says_what_to_install()
    {
        var missing = new EspeakSynthesizer(new EspeakOptions { Program = "no-such-espeak" }, TimeProvider.System);
        var failure = await Assert.ThrowsAsync<SpeechException>(() => missing.SynthesizeAsync("hello", "en", default));
        Assert.False(failure.IsTransient);
        Assert.Contains("apt-get install espeak-ng", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_language_without_a_voice_is_a_configuration_error() =>
        Assert.False((await Assert.ThrowsAsync<SpeechException>(() => _espeak.SynthesizeAsync("hola", "es", default))).IsTransient);

    [Fact]
    public async Task A_child_that_hangs_is_killed_when_the_call_is_over()
    {
        using var folder = new TempFolder();
        var hanging = Script(folder, $"echo $$ > {folder.File("pid")}; cat > /dev/null; exec sleep 600");
        using var over = new CancellationTokenSource();
        var speaking = new EspeakSynthesizer(new EspeakOptions { Program = hanging }, TimeProvider.System).SynthesizeAsync("hello", "en", over.Token);
        var pid = await PidAsync(folder.File("pid"));
        await over.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speaking);
        Assert.True(await GoneAsync(pid));
    }

    [Fact]
    public async Task A_child_that_hangs_is_a_transient_failure_after_the_time_out()
    {
        using var folder = new TempFolder();
        var time = new Testing.ManualTimeProvider();
        var hanging = Script(folder, $"echo $$ > {folder.File("pid")}; cat > /dev/null; exec sleep 600");
        var speaking = new EspeakSynthesizer(new EspeakOptions { Program = hanging }, time).SynthesizeAsync("hello", "en", default);
        await PidAsync(folder.File("pid"));
        time.Advance(TimeSpan.FromSeconds(11));

        Assert.True((await Assert.ThrowsAsync<SpeechException>(() => speaking)).IsTransient);
    }

    [Fact]
    public async Task A_child_that_fails_is_a_transient_failure()
    {
        using var folder = new TempFolder();
        var failing = new EspeakSynthesizer(new EspeakOptions { Program = Script(folder, "cat > /dev/null; exit 3") }, TimeProvider.System);
        Assert.True((await Assert.ThrowsAsync<SpeechException>(() => failing.SynthesizeAsync("hello", "en", default))).IsTransient);
    }

    [Fact]
    public async Task Prompts_are_equally_loud_without_clipping_and_begin_and_end_briskly()
    {
        foreach (var (text, language) in new[] { ("您好，请问您满意吗？", "zh-CN"), ("Thank you, goodbye.", "en"), ("no", "en") })
        {
            var samples = new short[8000 * 10];
            var alaw = await _espeak.SynthesizeAsync(text, language, default);
            G711.DecodeALaw(alaw, samples);
            var speech = samples[..alaw.Length];
            Assert.InRange(speech.Max(sample => Math.Abs((int)sample)), 8000, 30_000);
            var loud = speech.Index().Where(sample => Math.Abs((int)sample.Item) > 1000).Select(sample => sample.Index).ToList();
            Assert.InRange(loud[0] / 8, 40, 140);
            Assert.InRange((speech.Length - loud[^1]) / 8, 80, 260);
        }
    }

    private static string Script(TempFolder folder, string body)
    {
        var path = folder.File("fake-espeak");
        File.WriteAllText(path, "#!/bin/sh\n" + body + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private static async Task<int> PidAsync(string path)
    {
        while (true)
        {
            if (File.Exists(path) && int.TryParse(await File.ReadAllTextAsync(path), out var pid)) return pid;
            await Task.Yield();
        }
    }

    private static async Task<bool> GoneAsync(int pid)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!limit.IsCancellationRequested)
        {
            if (!Directory.Exists($"/proc/{pid}")) return true;
            await Task.Yield();
        }
        return false;
    }
}
