using CallbackBot.Simulator.Hearing;
using CallbackBot.Speech.Local;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.EndToEnd.Tests.Simulator;

public sealed class PromptMatcherTests(RobotVoice robot) : IClassFixture<RobotVoice>
{
    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(159)]
    public void Every_prompt_is_recognised_at_its_end_wherever_it_begins_in_a_slot(int samples)
    {
        foreach (var prompt in robot.Prompts)
        {
            var late = new byte[samples];
            Array.Fill(late, G711.ALawSilence);

            Assert.Equal([Name(prompt.Prompt.Language, prompt.Prompt.Key)], Finished(Hear(RobotVoice.Silence(400), late, prompt.Alaw.ToArray())));
        }
    }

    [Fact]
    public void A_prompt_that_sounds_like_no_other_is_clear_while_it_plays()
    {
        var audio = robot["en", "ask_contact"];

        var clear = Hear(RobotVoice.Silence(400), audio[..(8000 * 3 / 2)]);

        Assert.Equal((Recognition.Begun, "en ask_contact"), clear[0]);
    }

    [Fact]
    public void Confirmations_of_different_labels_are_ambiguous_until_they_differ()
    {
        var audio = robot["en", "ask_contact.confirm.not_contacted"];

        Assert.Equal([(Recognition.Unknown, "")], Hear(RobotVoice.Silence(400), audio[..(8000 * 7 / 10)]));
        Assert.Equal(["en ask_contact.confirm.not_contacted"], Finished(Hear(RobotVoice.Silence(400), audio)));
    }

    [Fact]
    public async Task Words_that_no_prompt_has_are_unknown()
    {
        var clear = Hear(RobotVoice.Silence(400), await robot.SpeakAsync("Please hold the line while I look that up for you.", "en"));

        Assert.Equal([(Recognition.Unknown, "")], clear);
    }

    [Fact]
    public async Task The_words_of_a_prompt_in_another_voice_are_unknown()
    {
        var voice = new EspeakSynthesizer(new EspeakOptions { Voices = new Dictionary<string, EspeakVoice> { ["en"] = new("en-gb+f3", 150) } }, TimeProvider.System);

        var clear = Hear(RobotVoice.Silence(400), await voice.SynthesizeAsync("Is your problem solved?", "en", CancellationToken.None));

        Assert.Equal([(Recognition.Unknown, "")], clear);
    }

    [Fact]
    public void A_prompt_that_pauses_and_resumes_a_word_earlier_is_one_prompt()
    {
        foreach (var prompt in robot.Prompts)
        {
            var audio = prompt.Alaw.ToArray();
            var half = audio.Length / 2 / 160 * 160;

            var clear = Hear(RobotVoice.Silence(400), audio[..half], RobotVoice.Silence(900), audio[(half - (14 * 160))..]);

            Assert.Equal([Name(prompt.Prompt.Language, prompt.Prompt.Key)], Finished(clear));
        }
    }

    [Fact]
    public void A_prompt_that_stops_in_the_middle_is_broken_off()
    {
        var audio = robot["zh-CN", "ask_contact.again"];

        var clear = Hear(RobotVoice.Silence(400), audio[..(audio.Length / 2)]);

        Assert.Equal([(Recognition.Begun, "zh-CN ask_contact.again"), (Recognition.BrokenOff, "zh-CN ask_contact.again")], clear);
    }

    [Fact]
    public async Task A_prompt_that_was_clear_is_understood_although_a_bad_line_garbles_its_end()
    {
        var audio = robot["en", "ask_contact"];

        var clear = Hear(RobotVoice.Silence(400), audio[..(8000 * 3 / 2)], await robot.SpeakAsync("Garble all of it!", "en"));

        Assert.Equal([(Recognition.Begun, "en ask_contact"), (Recognition.BrokenOff, "en ask_contact")], clear);
    }

    [Fact]
    public void After_an_interruption_the_next_prompt_is_recognised()
    {
        var audio = robot["zh-CN", "opening"];

        var clear = Hear(RobotVoice.Silence(400), audio[..(audio.Length / 3)], RobotVoice.Silence(700), robot["zh-CN", "ask_contact"]);

        Assert.Equal(["zh-CN ask_contact"], Finished(clear));
    }

    [Fact]
    public void Prompts_that_follow_each_other_without_a_gap_are_each_recognised()
    {
        var clear = Hear(RobotVoice.Silence(400), robot["zh-CN", "purpose"], robot["zh-CN", "ask_contact"]);

        Assert.Equal(["zh-CN purpose", "zh-CN ask_contact"], Finished(clear));
    }

    [Fact]
    public void Three_lost_packets_of_a_hundred_change_nothing()
    {
        var random = new Random(7);
        foreach (var prompt in robot.Prompts)
        {
            var audio = prompt.Alaw.ToArray();
            for (var at = 0; at + 160 <= audio.Length; at += 160)
                if (random.NextDouble() < 0.03)
                    audio.AsSpan(at, 160).Fill(G711.ALawSilence);

            Assert.Equal([Name(prompt.Prompt.Language, prompt.Prompt.Key)], Finished(Hear(RobotVoice.Silence(400), audio)));
        }
    }

    [Fact]
    public void A_line_that_is_4_dB_quieter_changes_nothing()
    {
        var audio = robot["en", "ask_contact"];
        for (var i = 0; i < audio.Length; i++) audio[i] = G711.EncodeALaw((short)(G711.DecodeALaw(audio[i]) * 0.63));

        Assert.Equal(["en ask_contact"], Finished(Hear(RobotVoice.Silence(400), audio)));
    }

    private static string Name(string language, string key) => $"{language} {key}";

    private static IEnumerable<string> Finished(IEnumerable<(Recognition Kind, string Prompt)> clear) =>
        clear.Where(c => c.Kind != Recognition.Begun).Select(c => c.Kind == Recognition.Finished ? c.Prompt : $"{c.Kind} {c.Prompt}");

    private List<(Recognition Kind, string Prompt)> Hear(params byte[][] audio)
    {
        var matcher = new PromptMatcher([.. robot.Prompts.Select(p => PromptFingerprint.Of(p.Alaw.Span))]);
        byte[] line = [.. audio.SelectMany(part => part), .. RobotVoice.Silence(3000)];
        var clear = new List<(Recognition, string)>();
        for (var at = 0; at + 160 <= line.Length; at += 160)
            if (matcher.Hear(line.AsSpan(at, 160)) is { } recognized)
                clear.Add((recognized.Kind, recognized.Prompt < 0 ? "" : Name(robot.Prompts[recognized.Prompt].Prompt.Language, robot.Prompts[recognized.Prompt].Prompt.Key)));
        return clear;
    }
}
