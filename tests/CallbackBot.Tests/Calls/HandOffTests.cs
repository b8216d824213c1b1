using CallbackBot.Calls;
using CallbackBot.Recordings;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Sip;
using CallbackBot.Testing.Sip;

namespace CallbackBot.Tests.Calls;

/// <summary>A citizen is connected to a person, in real time over loopback. But for SIPp, these phones refuse REFER, so the calls are mixed.</summary>
public sealed class HandOffTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly TempFolder _folder = new();
    private readonly TonePhone _citizen = new(800);
    private readonly TonePhone _agent = new(1400);
    private Func<IncomingCall, CancellationToken, Task> _agentsDesk = null!;
    private RecordingWriter _recordings = null!;
    private TestTrunk _trunk = null!;

    public async Task InitializeAsync()
    {
        _agentsDesk = _agent.AnswerAsync;
        _recordings = new RecordingWriter(_folder.Path, TimeProvider.System);
        _trunk = await TestTrunk.StartAsync((call, cancellationToken) =>
            call.To.User == "agents" ? _agentsDesk(call, cancellationToken) : _citizen.AnswerAsync(call, cancellationToken));
    }

    public async Task DisposeAsync()
    {
        await _trunk.DisposeAsync();
        await _recordings.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Citizen_and_agent_hear_each_other_until_the_agent_hangs_up_and_the_recording_has_both()
    {
        var recorder = _recordings.Begin(1);
        var (call, audio) = await CallCitizenAsync(recorder);
        var handing = HandOffAsync(call, audio);
        await _agent.Hears(_citizen.Tone).WaitAsync(Patience);
        await _citizen.Hears(_agent.Tone).WaitAsync(Patience);
        await (await _agent.Call).HangUpAsync();

        var bridged = Assert.IsType<HandOffResult.Bridged>(await handing.WaitAsync(Patience));
        Assert.InRange(bridged.Duration, TimeSpan.FromMilliseconds(20), Patience);
        Assert.Null(call.End);
        Assert.Equal(["1001", "agents"], _trunk.Dialled);
        await call.HangUpAsync();
        var recorded = await recorder.FinishAsync(call.End!.Duration, default);
        Assert.Null(recorded.Problem);
        Assert.InRange(recorded.File!.LengthErrorMs, -250, 250);
        var wav = WavReader.Read(Path.Combine(_folder.Path, recorded.File.Path));
        Assert.True(TonePhone.Holds(wav, channel: 0, _citizen.Tone));
        Assert.True(TonePhone.Holds(wav, channel: 1, _agent.Tone));
        Assert.False(TonePhone.Holds(wav, channel: 0, _agent.Tone));
        Assert.False(TonePhone.Holds(wav, channel: 1, _citizen.Tone));
    }

    [Fact]
    public async Task Keys_of_either_side_reach_the_other_and_those_from_before_do_not()
    {
        var (call, audio) = await CallCitizenAsync(_recordings.Begin(7));
        audio.Digit('1');
        var handing = HandOffAsync(call, audio);
        await _agent.Hears(_citizen.Tone).WaitAsync(Patience);
        (await _citizen.Call).SendDigits("5");
        Assert.Equal('5', await _agent.Pressed.WaitAsync(Patience));
        (await _agent.Call).SendDigits("7");
        Assert.Equal('7', await _citizen.Pressed.WaitAsync(Patience));
        await (await _agent.Call).HangUpAsync();
        Assert.IsType<HandOffResult.Bridged>(await handing.WaitAsync(Patience));
        await call.HangUpAsync();
    }

    [Theory]
    [InlineData("sip:agents@192.0.2.7", "agents")]
    [InlineData("sip:+861012345@pbx.example", "pbx.example")]
    [InlineData("sip:192.0.2.7:5060", "192.0.2.7")]
    public void Records_name_the_agents_and_never_a_number(string uri, string name) =>
        Assert.Equal(name, new HandOff(_trunk.Robot, SipUri.Parse(uri), TimeProvider.System).Name);

    [Fact]
    public async Task The_agents_call_does_not_outlive_the_citizens()
    {
        var (call, audio) = await CallCitizenAsync(_recordings.Begin(2));
        var handing = HandOffAsync(call, audio);
        await _agent.Hears(_citizen.Tone).WaitAsync(Patience);
        await (await _citizen.Call).HangUpAsync();
        Assert.IsType<HandOffResult.Bridged>(await handing.WaitAsync(Patience));
        var agents = await _agent.Call;
        await EndOf(agents).WaitAsync(Patience);
        Assert.Equal(CallEndedBy.FarSide, agents.End!.By);
    }

    [Fact]
    public async Task The_longest_call_or_a_stop_ends_the_agents_call_too()
    {
        using var ending = new CancellationTokenSource();
        var (call, audio) = await CallCitizenAsync(_recordings.Begin(3));
        var handing = HandOffAsync(call, audio, ending.Token);
        await _agent.Hears(_citizen.Tone).WaitAsync(Patience);
        await ending.CancelAsync();
        Assert.IsType<HandOffResult.Bridged>(await handing.WaitAsync(Patience));
        await EndOf(await _agent.Call).WaitAsync(Patience);
        Assert.Null(call.End);
    }

    [Fact]
    public async Task While_the_agents_phone_rings_the_citizen_hears_ringing_and_a_busy_agent_leaves_them_on_the_line()
    {
        _agentsDesk = async (incoming, cancellationToken) =>
        {
            await incoming.RingAsync(cancellationToken);
            await _citizen.Hears(ToneCadence.Ringback.Frequency).WaitAsync(Patience, cancellationToken);
            await incoming.RejectAsync(486, "Busy Here", 17, cancellationToken);
        };
        var (call, audio) = await CallCitizenAsync(_recordings.Begin(4));
        Assert.Equal(new HandOffResult.NotReached(486) { To = "agents" }, await HandOffAsync(call, audio).WaitAsync(Patience));
        Assert.Null(call.End);
        Assert.Equal(["1001", "agents"], _trunk.Dialled);
    }

    [Fact]
    public async Task A_citizen_who_hangs_up_while_the_agents_phone_rings_stops_its_ringing()
    {
        var cancelled = new TaskCompletionSource();
        _agentsDesk = async (incoming, cancellationToken) =>
        {
            incoming.Cancelled.Register(cancelled.SetResult);
            await incoming.RingAsync(cancellationToken);
            await (await _citizen.Call).HangUpAsync(cancellationToken);
            await cancelled.Task;
        };
        var (call, audio) = await CallCitizenAsync(_recordings.Begin(5));
        Assert.Equal(new HandOffResult.NotReached(0) { To = "agents" }, await HandOffAsync(call, audio).WaitAsync(Patience));
        await cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Of_a_transfer_whose_call_ends_before_the_last_report_nobody_knows_the_result()
    {
        await using var sipp = await SippProcess.StartAsync(Repository.Path("tests/CallbackBot.Telephony.Tests/Sipp/refer-bye.xml"));
        var audio = new CallAudio(_recordings.Begin(8));
        var result = await _trunk.Robot.InviteAsync(new InviteRequest { To = SipUri.At(sipp.Address, "1001"), Audio = audio }, default);
        var call = Assert.IsType<InviteResult.Answered>(result).Call;
        var handOff = new HandOff(_trunk.Robot, SipUri.Parse("sip:agents@192.0.2.7"), TimeProvider.System);

        Assert.Equal(new HandOffResult.Unknown { To = "agents" }, await handOff.RunAsync(call, _trunk.Trunks.Trunks[0], audio, default).WaitAsync(Patience));
        await EndOf(call).WaitAsync(Patience);
        Assert.Equal(CallEndedBy.FarSide, call.End!.By);
        Assert.Empty(_trunk.Dialled);

        // Nobody is asked any more for somebody who is gone.
        Assert.Equal(new HandOffResult.NotReached(0) { To = "agents" }, await handOff.RunAsync(call, _trunk.Trunks.Trunks[0], audio, default).WaitAsync(Patience));
    }

    [Fact]
    public async Task A_trunk_that_transfers_connects_the_citizen_itself_and_our_call_is_over()
    {
        await using var sipp = await SippProcess.StartAsync(Repository.Path("tests/CallbackBot.Telephony.Tests/Sipp/refer.xml"));
        var audio = new CallAudio(_recordings.Begin(6));
        var result = await _trunk.Robot.InviteAsync(new InviteRequest { To = SipUri.At(sipp.Address, "1001"), Audio = audio }, default);
        var call = Assert.IsType<InviteResult.Answered>(result).Call;
        var handOff = new HandOff(_trunk.Robot, SipUri.Parse("sip:agents@192.0.2.7"), TimeProvider.System);

        Assert.Equal(new HandOffResult.Transferred { To = "agents" }, await handOff.RunAsync(call, _trunk.Trunks.Trunks[0], audio, default).WaitAsync(Patience));
        await EndOf(call).WaitAsync(Patience);
        Assert.Equal(CallEndedBy.Us, call.End!.By);
        Assert.Empty(_trunk.Dialled);
    }

    /// <summary>On the thread pool, as in service: the test framework's own few threads would starve a call in real time.</summary>
    private Task<HandOffResult> HandOffAsync(SipCall call, CallAudio audio, CancellationToken ending = default)
    {
        var handOff = new HandOff(_trunk.Robot, SipUri.At(_trunk.Phones.LocalEndPoint, "agents"), TimeProvider.System);
        return Task.Run(() => handOff.RunAsync(call, _trunk.Trunks.Trunks[0], audio, ending), CancellationToken.None);
    }

    private async Task<(SipCall Call, CallAudio Audio)> CallCitizenAsync(CallRecorder recorder)
    {
        var audio = new CallAudio(recorder);
        var result = await _trunk.Robot.InviteAsync(new InviteRequest { To = SipUri.At(_trunk.Phones.LocalEndPoint, "1001"), Audio = audio }, default);
        return (Assert.IsType<InviteResult.Answered>(result).Call, audio);
    }

    private static async Task EndOf(SipCall call)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = call.Ended.Register(ended.SetResult);
        await ended.Task;
    }
}
