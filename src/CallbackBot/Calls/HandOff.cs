using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Rtp.Srtp;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Trunks;

namespace CallbackBot.Calls;

/// <summary>
/// Connects a citizen who wants a person to the human agents: by a transfer where the far side does that, else by a second call that is mixed
/// with the first. An agent is no citizen: no dial rules apply, but there is one INVITE at most. The agent's call never outlives the citizen's.
/// </summary>
/// <param name="agent">Carries the citizen's call; the second one has to share its clock.</param>
/// <param name="agents">Whom to call.</param>
public sealed class HandOff(SipUserAgent agent, SipUri agents, TimeProvider time)
{
    /// <summary>What stands in records: the user part when it is a name, else the host. A number is nobody's business there.</summary>
    internal string Name { get; } = agents.User is { } user && user.Any(char.IsLetter) ? user : agents.Host;

    /// <summary>Returns when the citizen is with an agent and that is over, or when nobody was reached. Hangs up nobody but the agent.</summary>
    /// <param name="citizen">An answered call.</param>
    /// <param name="trunk">The citizen's: how long a phone may ring, who calls, and the password where the agents are reached by the same host.</param>
    /// <param name="audio">The citizen's, silent.</param>
    /// <param name="ending">Fires when the call has to end. Not with the citizen's call itself: a transfer ends that by its success.</param>
    internal async Task<HandOffResult> RunAsync(SipCall citizen, TrunkOptions trunk, CallAudio audio, CancellationToken ending) =>
        await ConnectAsync(citizen, trunk, audio, ending) with { To = Name };

    private async Task<HandOffResult> ConnectAsync(SipCall citizen, TrunkOptions trunk, CallAudio audio, CancellationToken ending)
    {
        // The citizen is gone: nobody was asked to take the call.
        if (citizen.End is not null) return new HandOffResult.NotReached(0);
        try
        {
            return await citizen.TransferAsync(agents, trunk.RingTimeout, ending) switch
            {
                TransferResult.Succeeded => new HandOffResult.Transferred(),
                TransferResult.Refused or TransferResult.Failed => await BridgeAsync(citizen, trunk, audio, ending),

                // The far side may still be calling the agents: a call of ours beside it could ring a second one. Where it hung up, it may have connected them.
                _ => new HandOffResult.Unknown(),
            };
        }
        catch (OperationCanceledException)
        {
            return new HandOffResult.Unknown();
        }
    }

    private async Task<HandOffResult> BridgeAsync(SipCall citizen, TrunkOptions trunk, CallAudio audio, CancellationToken ending)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(citizen.Ended, ending);
        var mixer = new CallMixer();
        var citizens = mixer.Join();
        audio.Bridge(new RingbackTone());
        try
        {
            var result = await agent.InviteAsync(Invite(trunk, new KeysPassedOn(mixer.Join(), citizen)), over.Token);
            if (result is not InviteResult.Answered { Call: var call }) return new HandOffResult.NotReached((result as InviteResult.Rejected)?.Code ?? 0);
            audio.Bridge(citizens);
            return new HandOffResult.Bridged(await TalkAsync(call, audio, over.Token));
        }
        catch (SipTransportException)
        {
            // No port is free for the agent's audio. The citizen's call and what was said in it are not lost with that.
            return new HandOffResult.NotReached(0);
        }
        finally
        {
            audio.Bridge(null);
        }
    }

    /// <summary>Until either side hangs up; then the agent's call is over too. How long that was.</summary>
    private async Task<TimeSpan> TalkAsync(SipCall call, CallAudio audio, CancellationToken over)
    {
        var connected = time.GetTimestamp();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(call.Ended, over);
        await PassKeysAsync(audio, call, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var talked = time.GetElapsedTime(connected);

        // Not waited for: the user agent sees to its confirmation, and the citizen's call ends meanwhile.
        _ = call.HangUpAsync(CancellationToken.None);
        return talked;
    }

    /// <summary>The citizen's keys, for the menu that the agents may have; what was pressed before was meant for the robot.</summary>
    private static async Task PassKeysAsync(CallAudio audio, SipCall agents, CancellationToken over)
    {
        while (audio.Events.TryRead(out _)) over.ThrowIfCancellationRequested();
        await foreach (var happened in audio.Events.ReadAllAsync(over))
            if (happened.Kind == MediaEventKind.KeyPressed) agents.SendDigits(happened.Key.ToString());
    }

    /// <summary>What the trunk knows of us is told to nobody but the trunk's own host.</summary>
    private InviteRequest Invite(TrunkOptions trunk, ICallAudio audio)
    {
        var sameHost = agents.Host.Equals(trunk.Server.Host, StringComparison.OrdinalIgnoreCase);
        return new InviteRequest
        {
            To = agents,
            Audio = audio,
            Identity = trunk.Identity,
            RingTimeout = trunk.RingTimeout,
            Credentials = sameHost ? trunk.Credentials : null,
            Srtp = sameHost ? trunk.Srtp : SrtpPolicy.None,
        };
    }

    /// <summary>The agent's end: their keys go to the citizen's phone.</summary>
    private sealed class KeysPassedOn(ICallAudio leg, SipCall citizen) : ICallAudio
    {
        public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) => leg.EarlyMedia(heard, origin);

        public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend) => leg.Exchange(heard, origin, toSend);

        public void Digit(char key) => citizen.SendDigits(key.ToString());
    }

    /// <summary>What the citizen hears while the agent's phone rings.</summary>
    private sealed class RingbackTone : ICallAudio
    {
        private readonly ToneGenerator _tone = new(ToneCadence.Ringback);

        public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin)
        {
        }

        public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend) => _tone.Fill(toSend);

        public void Digit(char key)
        {
        }
    }
}
