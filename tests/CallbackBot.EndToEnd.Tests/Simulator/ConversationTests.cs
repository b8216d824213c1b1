using CallbackBot.Simulator;
using CallbackBot.Simulator.Hearing;
using CallbackBot.Simulator.Talking;

namespace CallbackBot.EndToEnd.Tests.Simulator;

/// <summary>Citizens by ear, without a network: prompts are fed as audio, slot by slot, and what the citizen does is noted.</summary>
public sealed class ConversationTests(RobotVoice robot) : IClassFixture<RobotVoice>
{
    [Fact]
    public void An_english_speaker_answers_every_question_with_the_truth()
    {
        var talk = Talk(Persona.Speaks, "en", "opening", "ask_person", "purpose", "ask_contact", "ask_resolved", "ask_satisfied", "end.thanks");

        Assert.Equal(
            [new Reply.Say("person.right_person"), new Reply.Say("response.not_contacted"), new Reply.Say("resolution.partly"),
                new Reply.Say("satisfaction.satisfied"), new Reply.HangUp()],
            talk);
    }

    [Fact]
    public void A_user_of_keys_presses_the_key_of_the_truth()
    {
        var talk = Talk(Persona.UsesKeys, "zh-CN", "opening", "ask_person", "purpose", "ask_contact", "ask_resolved", "ask_satisfied");

        Assert.Equal([new Reply.Press("1"), new Reply.Press("2"), new Reply.Press("2"), new Reply.Press("4")], talk);
    }

    [Fact]
    public void Who_tries_speech_first_stays_with_the_keys_once_they_were_offered()
    {
        var talk = Talk(Persona.TriesSpeechThenKeys, "zh-CN", "ask_contact", "ask_contact.again", "ask_contact.keypad", "ask_resolved");

        Assert.Equal(
            [new Reply.Say("response.not_contacted"), new Reply.Say("response.not_contacted"), new Reply.Press("2"), new Reply.Press("2")], talk);
    }

    [Theory]
    [InlineData("ask_contact.confirm.not_contacted", Phrase.Yes)]
    [InlineData("ask_contact.confirm.contacted", Phrase.No)]
    [InlineData("ask_satisfied.confirm.satisfied", Phrase.Yes)]
    [InlineData("ask_satisfied.confirm.dissatisfied", Phrase.No)]
    public void A_confirmation_is_agreed_to_only_if_it_is_true(string confirmation, string answer) =>
        Assert.Equal([new Reply.Say(answer)], Talk(Persona.Speaks, "en", confirmation));

    [Fact]
    public void Nothing_is_replied_when_the_robot_goes_on_speaking()
    {
        var talk = Listen(Citizen(Persona.Speaks, "en"), robot["en", "ask_person"], RobotVoice.Silence(200), robot["en", "ask_contact"], RobotVoice.Silence(1500));

        Assert.Equal([new Reply.Say("response.not_contacted")], talk.Select(t => t.Reply));
    }

    [Fact]
    public void The_reply_comes_a_natural_moment_after_the_question()
    {
        var question = robot["en", "ask_person"];

        var (at, _) = Assert.Single(Listen(Citizen(Persona.Speaks, "en"), question, RobotVoice.Silence(2000)));

        Assert.InRange(at - TimeSpan.FromSeconds(question.Length / 8000.0), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(950));
    }

    [Fact]
    public void An_impatient_citizen_answers_while_the_question_plays_and_not_again_when_it_ends()
    {
        var question = robot["zh-CN", "ask_satisfied"];

        var (at, reply) = Assert.Single(Listen(Citizen(Persona.AnswersWhilePromptPlays, "zh-CN"), question, RobotVoice.Silence(200)));

        Assert.Equal(new Reply.Press("4"), reply);
        Assert.True(at < TimeSpan.FromSeconds(question.Length / 8000.0) - TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Unknown_words_get_a_pardon_and_are_counted()
    {
        var citizen = Citizen(Persona.Speaks, "en");

        var talk = Listen(citizen, await robot.SpeakAsync("What is the weather like where you are today?", "en"), RobotVoice.Silence(2500));

        Assert.Equal([new Reply.Say(Phrase.Pardon)], talk.Select(t => t.Reply));
        Assert.Equal((0, 1), (citizen.Recognized, citizen.Unrecognized));
    }

    [Fact]
    public void Some_want_the_question_again_and_then_answer_it() =>
        Assert.Equal(
            [new Reply.Say("person.right_person"), new Reply.Say(Phrase.Repeat), new Reply.Say("response.not_contacted")],
            Talk(Persona.AsksToRepeat, "en", "ask_person", "ask_contact", "ask_contact.again"));

    [Fact]
    public void Some_do_not_stay_to_the_end()
    {
        Assert.Equal([new Reply.Press("1"), new Reply.HangUp()], Talk(Persona.HangsUpMidway, "zh-CN", "ask_person", "ask_contact"));
        Assert.Equal([new Reply.Say(Phrase.Later)], Talk(Persona.CallMeLater, "en", "ask_person"));
        Assert.Equal([new Reply.Say("person.right_person"), new Reply.Say(Phrase.NeverAgain)], Talk(Persona.RefusesForGood, "en", "ask_person", "ask_contact"));
        Assert.Equal([new Reply.Press("2")], Talk(Persona.WrongPerson, "zh-CN", "ask_person"));
        Assert.Empty(Talk(Persona.SaysNothing, "zh-CN", "ask_person", "ask_person"));
    }

    [Fact]
    public void Two_orders_in_the_same_words_have_each_their_truth()
    {
        var orders = new[] { Order("zh-CN", "contacted"), Order("zh-CN", "not_contacted") };
        string[] once = ["purpose", "ask_contact", "ask_resolved", "ask_satisfied"];

        var talk = Listen(Citizen(Persona.UsesKeys, "zh-CN", orders), [.. once.Concat(once).SelectMany(key => Asked("zh-CN", key))]);

        Assert.Equal(["1", "2", "4", "2", "2", "4"], talk.Select(t => Assert.IsType<Reply.Press>(t.Reply).Keys));
    }

    private IEnumerable<Reply> Talk(Persona persona, string language, params string[] prompts) =>
        Listen(Citizen(persona, language), [.. prompts.SelectMany(key => Asked(language, key))]).Select(t => t.Reply);

    private IEnumerable<byte[]> Asked(string language, string key) => [robot[language, key], RobotVoice.Silence(key.StartsWith("end", StringComparison.Ordinal) ? 5000 : 1600)];

    private CitizenOrder Order(string language, string response) =>
        new("A1", new Truth(new Dictionary<string, string> { ["response"] = response, ["resolution"] = "partly", ["satisfaction"] = "satisfied" }), robot.Briefing(language));

    private Conversation Citizen(Persona persona, string language, params CitizenOrder[] orders)
    {
        var plan = new CitizenPlan
        {
            Phone = "1",
            Persona = persona,
            Language = language,
            Voice = new CitizenVoice("en-us", 160),
            Orders = orders.Length > 0 ? orders : [Order(language, "not_contacted")],
        };
        return new Conversation(plan, new KnownPrompts(plan.Orders, new FingerprintCache()), new Random(3));
    }

    private static List<(TimeSpan At, Reply Reply)> Listen(Conversation citizen, params byte[][] audio)
    {
        byte[] line = [.. audio.SelectMany(part => part)];
        var replies = new List<(TimeSpan, Reply)>();
        for (var at = 0; at + 160 <= line.Length; at += 160)
        {
            if (citizen.Hear(line.AsSpan(at, 160)) is not { } reply) continue;
            replies.Add((TimeSpan.FromSeconds(at / 8000.0), reply));
            if (reply is Reply.HangUp) break;
        }

        return replies;
    }
}
