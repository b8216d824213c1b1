using System.Collections.Concurrent;
using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Tracing;

namespace CallbackBot.Telephony.Sip;

/// <summary>Every attempt and call of one agent, by what a message names them with, and the work that goes on for them.</summary>
internal sealed class CallRegistry(CallTraces? traces)
{
    private readonly ConcurrentDictionary<string, SipCall> _calls = new();
    private readonly ConcurrentDictionary<string, OutgoingInvite> _outgoing = new();
    private readonly ConcurrentDictionary<string, IncomingCall> _incoming = new();
    private readonly ConcurrentDictionary<Task, bool> _work = new();

    public IEnumerable<SipCall> Calls => _calls.Values;

    public void Add(SipCall call) => _calls[call.DialogKey] = call;

    public void Remove(SipCall call)
    {
        if (!_calls.TryRemove(call.DialogKey, out _)) return;
        traces?.Counted(call.CallId, call.End, call.Statistics);
        FinishTrace(call.CallId);
    }

    public void Add(OutgoingInvite invite)
    {
        traces?.Begin(invite.CallId, invite.Label);
        _outgoing[invite.CallId] = invite;
    }

    /// <summary>An attempt has its result; with audio before it, what RTP counted.</summary>
    public void Conclude(OutgoingInvite invite, InviteResult result, RtpStatistics audio)
    {
        traces?.Concluded(invite.CallId, result);
        if (result is not InviteResult.Answered && audio.Received > 0) traces?.Counted(invite.CallId, null, audio);
    }

    public void Remove(OutgoingInvite invite)
    {
        if (_outgoing.TryRemove(invite.CallId, out _)) FinishTrace(invite.CallId);
    }

    /// <summary>False when the same call is here already under another branch: a merged request (RFC 3261 section 8.2.2.2).</summary>
    public bool TryAdd(IncomingCall call) => _incoming.TryAdd(Key(call.Invite), call);

    public void Remove(IncomingCall call)
    {
        if (_incoming.TryRemove(Key(call.Invite), out _)) FinishTrace(call.Invite.CallId);
    }

    /// <summary>The call that an INVITE began, while its handler runs.</summary>
    public IncomingCall? FindIncoming(SipRequest invite) => _incoming.GetValueOrDefault(Key(invite));

    /// <summary>The call, perhaps not answered yet, that a request names by our tag.</summary>
    public IncomingCall? FindEarly(SipRequest request) =>
        _incoming.Values.FirstOrDefault(c => c.LocalTag == request.To.Tag && c.Invite.CallId == request.CallId);

    /// <summary>The answered call that a request inside it names.</summary>
    public SipCall? FindCall(SipRequest request) => _calls.GetValueOrDefault(SipDialogState.KeyOf(request));

    /// <summary>The answered call that a response to a request of ours inside it names.</summary>
    public SipCall? FindCall(SipResponse response) => _calls.GetValueOrDefault(SipDialogState.KeyOf(response));

    public OutgoingInvite? FindOutgoing(string callId) => _outgoing.GetValueOrDefault(callId);

    /// <summary>Remembers a task until it ends, so that closing the agent can wait for it.</summary>
    public void Track(Task work)
    {
        _work[work] = true;
        _ = work.ContinueWith(done => _work.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Completes when everything tracked has ended; how it ended is for those who await it themselves.</summary>
    public Task AllWork()
    {
        return Task.WhenAll(_work.Keys.Select(EndOf));

        static async Task EndOf(Task work) => await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>A call's story is over with its last part: the attempt's afterlife, the application's handler, or the call itself.</summary>
    private void FinishTrace(string callId)
    {
        if (traces is null || _outgoing.ContainsKey(callId)) return;
        if (!_calls.Values.Any(c => c.CallId == callId) && !_incoming.Values.Any(c => c.Invite.CallId == callId)) traces.Finish(callId);
    }

    private static string Key(SipRequest request) => $"{request.CallId} {request.From.Tag} {request.CSeq.Number}";
}
