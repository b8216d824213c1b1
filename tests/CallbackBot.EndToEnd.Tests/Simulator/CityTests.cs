using System.Net;
using CallbackBot.Simulator;
using CallbackBot.Speech.Local;
using CallbackBot.Telephony.Sip;
using CallbackBot.Testing.RealTime;

namespace CallbackBot.EndToEnd.Tests.Simulator;

/// <summary>The city called by another user agent over real SIP and RTP.</summary>
[Collection(RealTimeCalls.Name)]
public sealed class CityTests(RobotVoice robot) : IClassFixture<RobotVoice>, IAsyncLifetime
{
    private const string NoSubscriber = "+8610000099999";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>What a citizen needs to answer, or to say that the question was not understood.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(8);

    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromSeconds(60));
    private City _city = null!;
    private SipUserAgent _caller = null!;
    private int _askedAgain;

    public async Task InitializeAsync()
    {
        Persona[] personas =
        [
            Persona.Speaks, Persona.UsesKeys, Persona.Busy, Persona.NeverAnswers, Persona.PhoneOff, Persona.NoSuchNumber, Persona.Voicemail,
            Persona.HangsUpMidway,
        ];
        var options = new CityOptions
        {
            Local = new IPEndPoint(IPAddress.Loopback, 0),
            Citizens = [.. personas.Select(Plan)],
            SynthesizerFor = voice => new EspeakSynthesizer(
                new EspeakOptions
                {
                    Voices = new Dictionary<string, EspeakVoice>
                    {
                        ["en"] = new(voice.Name, voice.WordsPerMinute),
                        ["zh"] = new(voice.Name, voice.WordsPerMinute),
                    },
                },
                TimeProvider.System),
        };

        // Started on the thread pool: in the test runner's own context calls would wait for other tests to leave the processor.
        await Task.Run(async () =>
        {
            _city = await City.StartAsync(options, TimeProvider.System, _timeout.Token);
            _caller = new SipUserAgent(
                new SipUserAgentOptions { Local = new IPEndPoint(IPAddress.Loopback, 0), RtpPorts = (20000, 20998) }, TimeProvider.System, new Random(5));
            await _caller.StartAsync(_timeout.Token);
        });
    }

    public async Task DisposeAsync()
    {
        await _caller.DisposeAsync();
        await _city.DisposeAsync();
        _timeout.Dispose();
    }

    [RealTimeFact]
    public async Task A_busy_line_plays_its_tone_and_says_486_with_cause_17()
    {
        var line = new CallerLine();

        var rejected = Assert.IsType<InviteResult.Rejected>(await CallAsync(Persona.Busy, line));

        Assert.Equal((486, 17), (rejected.Code, rejected.Q850Cause));
        Assert.Equal(183, rejected.Progress.HighestProvisional);
        Assert.InRange(line.AudibleEarlySlots, 25, 75);
    }

    [RealTimeFact]
    public async Task A_phone_that_is_off_says_480_with_cause_20()
    {
        var rejected = Assert.IsType<InviteResult.Rejected>(await CallAsync(Persona.PhoneOff, new CallerLine()));

        Assert.Equal((480, 20), (rejected.Code, rejected.Q850Cause));
        Assert.False(rejected.Progress.EarlyMedia);
    }

    [RealTimeFact]
    public async Task A_number_out_of_service_is_announced_before_404_with_cause_1()
    {
        var line = new CallerLine();

        var rejected = Assert.IsType<InviteResult.Rejected>(await CallAsync(Persona.NoSuchNumber, line));

        Assert.Equal((404, 1), (rejected.Code, rejected.Q850Cause));
        Assert.True(rejected.Progress.EarlyMedia);
        Assert.InRange(line.AudibleEarlySlots, 75, 500);
    }

    [RealTimeFact]
    public async Task A_number_nobody_has_says_404_with_cause_1()
    {
        var rejected = Assert.IsType<InviteResult.Rejected>(await CallAsync(NoSubscriber, new CallerLine()));

        Assert.Equal((404, 1), (rejected.Code, rejected.Q850Cause));
    }

    [RealTimeFact]
    public async Task A_phone_that_nobody_answers_rings_until_the_caller_cancels()
    {
        var result = Assert.IsType<InviteResult.NotAnswered>(await CallAsync(Persona.NeverAnswers, new CallerLine()));

        Assert.Equal(180, result.Progress.HighestProvisional);
    }

    [RealTimeFact]
    public async Task An_answering_machine_answers_like_a_person_greets_and_beeps()
    {
        var line = new CallerLine();

        await using var call = Assert.IsType<InviteResult.Answered>(await CallAsync(Persona.Voicemail, line)).Call;

        await HeardAsync(line);
    }

    [RealTimeFact]
    public async Task A_citizen_presses_the_keys_of_the_truth_when_asked_over_the_phone()
    {
        var line = new CallerLine();
        await using var call = Assert.IsType<InviteResult.Answered>(await CallAsync(Persona.UsesKeys, line)).Call;

        var keys = new List<char>();
        foreach (var question in (string[])["ask_person", "ask_contact", "ask_resolved"]) keys.Add(await AskAsync(line, question));

        await call.HangUpAsync(_timeout.Token);
        Assert.Equal(['1', '2', '3'], keys);
        var report = await ReportAsync(Persona.UsesKeys);
        Assert.Equal((1, 1, 3, _askedAgain), (report.CallsReceived, report.CallsAnswered, report.PromptsRecognized, report.PromptsUnrecognized));
        Assert.Equal(["keys 1", "keys 2", "keys 3"], report.Replies.Where(reply => reply != "pardon"));
        Assert.Equal(CallEndedBy.FarSide, report.EndedBy);
    }

    [RealTimeFact]
    public async Task A_citizen_speaks_when_asked_in_english()
    {
        var line = new CallerLine();
        await using var call = Assert.IsType<InviteResult.Answered>(await CallAsync(Persona.Speaks, line)).Call;

        line.Play(robot["en", "ask_resolved"]);

        await HeardAsync(line);
        Assert.Equal(["resolution.unresolved"], _city.Report.Citizens.Single(c => c.Persona == Persona.Speaks).Replies);
    }

    [RealTimeFact]
    public async Task A_citizen_may_hang_up_in_the_middle()
    {
        var line = new CallerLine();
        await using var call = Assert.IsType<InviteResult.Answered>(await CallAsync(Persona.HangsUpMidway, line)).Call;
        var over = new TaskCompletionSource();
        await using var ended = call.Ended.Register(over.SetResult);

        await AskAsync(line, "ask_person");
        line.Play(robot["zh-CN", "ask_contact"]);
        await over.Task.WaitAsync(Patience, _timeout.Token);

        Assert.Equal(CallEndedBy.FarSide, call.End!.By);
        Assert.Equal(CallEndedBy.Us, (await ReportAsync(Persona.HangsUpMidway)).EndedBy);
    }

    private static string Phone(Persona persona) => $"+86100000000{(int)persona:00}";

    private CitizenPlan Plan(Persona persona)
    {
        var english = persona is Persona.Speaks;
        var truth = new Truth(new Dictionary<string, string>
        {
            ["response"] = "not_contacted", ["resolution"] = "unresolved", ["satisfaction"] = "dissatisfied",
        });
        return new CitizenPlan
        {
            Phone = Phone(persona),
            Persona = persona,
            Language = english ? "en" : "zh-CN",
            Voice = english ? new CitizenVoice("en-gb+m3", 150) : new CitizenVoice("cmn-latn-pinyin", 180),
            Orders = [new CitizenOrder("A1", truth, robot.Briefing(english ? "en" : "zh-CN"))],
        };
    }

    private Task<InviteResult> CallAsync(Persona persona, CallerLine line) => CallAsync(Phone(persona), line);

    private Task<InviteResult> CallAsync(string number, CallerLine line) =>
        _caller.InviteAsync(
            new InviteRequest
            {
                To = SipUri.Parse($"sip:{number}@{_city.LocalEndPoint}"),
                Audio = line,
                RingTimeout = number == Phone(Persona.NeverAnswers) ? TimeSpan.FromSeconds(2) : Patience,
            },
            _timeout.Token);

    /// <summary>Asks until a key comes: who was cut off by a machine that stood still did not understand, and says so.</summary>
    private async Task<char> AskAsync(CallerLine line, string question)
    {
        for (; ; _askedAgain++)
        {
            var audio = robot["zh-CN", question];
            line.Play(audio);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(_timeout.Token);
            patience.CancelAfter(TimeSpan.FromSeconds(audio.Length / 8000.0) + AnswerTime);
            try
            {
                return await line.Digits.ReadAsync(patience.Token);
            }
            catch (OperationCanceledException) when (!_timeout.IsCancellationRequested)
            {
                // Asked again.
            }
        }
    }

    private async Task HeardAsync(CallerLine line)
    {
        await foreach (var slot in line.Audible.ReadAllAsync(_timeout.Token))
            if (slot)
                return;
    }

    /// <summary>The report once the citizen has put the phone down too.</summary>
    private async Task<CitizenReport> ReportAsync(Persona persona)
    {
        await _caller.DisposeAsync();
        await _city.DisposeAsync();
        return _city.Report.Citizens.Single(c => c.Persona == persona);
    }
}
