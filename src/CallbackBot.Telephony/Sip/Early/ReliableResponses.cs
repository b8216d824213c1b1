using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.Early;

/// <summary>
/// The callee's reliable provisional responses to one INVITE (RFC 3262 section 3): numbered, repeated until the PRACK (T1 doubling), one at a time.
/// </summary>
/// <param name="unacknowledged">64 T1 passed without PRACK.</param>
internal sealed class ReliableResponses(UserAgentContext context, Action<SipResponse> send, Action unacknowledged)
{
    private readonly Lock _gate = new();
    private readonly Random _random = context.Tokens.NewRandom();
    private uint _number;
    private Outstanding? _outstanding;

    /// <summary>Sends a response once the one before it is acknowledged. Returns when it left; without effect once the call is settled.</summary>
    public async Task SendAsync(SipResponse response, CancellationToken cancellationToken)
    {
        Outstanding mine;
        while (true)
        {
            Task before;
            lock (_gate)
            {
                if (_outstanding is null)
                {
                    mine = _outstanding = Next(response);
                    break;
                }

                before = _outstanding.Acknowledged.Task;
            }

            await before.WaitAsync(cancellationToken);
        }

        mine.Repeats.Start();
    }

    /// <summary>Completes when no description of ours waits for its PRACK: only then may a 200 go out (section 3).</summary>
    public Task DescriptionAcknowledged()
    {
        lock (_gate) return _outstanding is { Response.HasSdp: true } open ? open.Acknowledged.Task : Task.CompletedTask;
    }

    /// <summary>A PRACK; false when it acknowledges nothing of ours: 481.</summary>
    public bool Take(SipRequest prack)
    {
        Outstanding? done;
        lock (_gate)
        {
            if (_outstanding is not { } open || !RAck.TryParse(prack.Headers["RAck"], out var acknowledged)) return false;
            if (acknowledged != new RAck(_number, open.Response.CSeq)) return false;
            (done, _outstanding) = (open, null);
        }

        done.Repeats.Stop();
        done.Acknowledged.TrySetResult();
        return true;
    }

    /// <summary>A final response is on its way: nothing is repeated any more, but a PRACK may still come.</summary>
    public void Stop()
    {
        lock (_gate) _outstanding?.Repeats.Stop();
    }

    private Outstanding Next(SipResponse response)
    {
        // Section 3: the first number is random, below 2^31, so that what is left of an earlier call is not taken for it.
        _number = _number == 0 ? (uint)_random.Next(1, int.MaxValue / 2) : _number + 1;
        response.Headers.Add("Require", OptionTags.Reliable);
        response.Headers.Add("RSeq", _number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return new Outstanding(response, new ResponseRetransmitter(context.Timers, context.Time, () => send(response), unacknowledged, context.Timers.Timeout));
    }

    private sealed record Outstanding(SipResponse Response, ResponseRetransmitter Repeats)
    {
        public TaskCompletionSource Acknowledged { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
