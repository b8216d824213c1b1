using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Sip.InCall;

/// <summary>
/// One REFER and the subscription that it makes (RFC 3515 section 2.4): the far side reports what became of it in NOTIFYs until it says that
/// the subscription is over. Belongs to the call's loop.
/// </summary>
internal sealed class Transfer
{
    private readonly Action<TransferResult> _finished;
    private readonly SipTimer _patience;
    private uint _number;
    private int? _last;
    private bool _subscribed = true;

    /// <param name="context">Of the call.</param>
    /// <param name="post">Runs an action on the call's loop.</param>
    /// <param name="finished">Told the result, once.</param>
    public Transfer(UserAgentContext context, Action<Action> post, Action<TransferResult> finished)
    {
        _finished = finished;
        _patience = new SipTimer(context.Time, new Lock(), () => post(() => Finish(new TransferResult.Unknown(_last))));
    }

    /// <summary>True once the result is known.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The target with its dialog, as an attended transfer names it (RFC 3891 section 3, RFC 3515 section 2.1): tags as the target sees them.</summary>
    public static string Replacing(SipDialogState other)
    {
        var replaces = Uri.EscapeDataString($"{other.CallId};to-tag={other.RemoteTag};from-tag={other.LocalTag}");
        return $"{other.RemoteTarget}{(other.RemoteTarget.Contains('?') ? '&' : '?')}Replaces={replaces}";
    }

    /// <summary>Fills the REFER, and remembers its number, which the NOTIFYs may name (section 2.4.6).</summary>
    public void Fill(SipRequest refer, string target, string referredBy, string contact)
    {
        _number = refer.CSeq.Number;
        refer.Headers.Add("Refer-To", $"<{target}>");
        refer.Headers.Add("Referred-By", referredBy);
        refer.Headers.Add("Contact", contact);
    }

    /// <summary>The answer to the REFER: from now on the far side has so much time to say how it went.</summary>
    public void Answered(SipResponse? response, TimeSpan patience)
    {
        if (response is not { IsSuccess: true })
        {
            _subscribed = false;
            Finish(response is null ? new TransferResult.Unknown(null) : new TransferResult.Refused(response.Code));
        }
        else if (!IsOver)
        {
            // A report may be faster than the 202 (section 2.4.4).
            _patience.Start(patience);
        }
    }

    /// <summary>Whether a NOTIFY belongs to this subscription; one that does not is answered with 481 (RFC 6665 section 4.1.3).</summary>
    public bool Owns(SipRequest notify)
    {
        var id = HeaderText.Parameters(notify.Headers["Event"], ';').GetValueOrDefault("id");
        return _subscribed && (id is null || (uint.TryParse(id, out var number) && number == _number));
    }

    /// <summary>Takes a NOTIFY that is ours.</summary>
    public void Take(SipRequest notify)
    {
        if (SipFragment.StatusOf(notify) is { } code)
        {
            _last = code;
            if (code is >= 200 and < 300) Finish(new TransferResult.Succeeded());
            else if (code >= 300) Finish(new TransferResult.Failed(code));
        }

        if (notify.Headers["Subscription-State"]?.Split(';')[0].Trim().Equals("terminated", StringComparison.OrdinalIgnoreCase) == true)
        {
            _subscribed = false;
            Finish(new TransferResult.Unknown(_last));
        }
    }

    /// <summary>The call is over.</summary>
    public void Stop() => Finish(new TransferResult.Unknown(_last));

    private void Finish(TransferResult result)
    {
        if (IsOver) return;
        IsOver = true;
        _patience.Stop();
        _finished(result);
    }
}
