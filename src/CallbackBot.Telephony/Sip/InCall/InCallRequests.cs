using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.InCall;

/// <summary>
/// Sends our requests inside one call (RFC 3261 section 12.2.1): numbered, authorised, and repeated where a challenge asks for it (section 22).
/// Belongs to the call's loop; what comes back is posted to it.
/// </summary>
/// <param name="post">Runs an action on the call's loop, later.</param>
/// <param name="idle">Told when the last open re-INVITE is over.</param>
internal sealed class InCallRequests(UserAgentContext context, SipDialogState dialog, DigestAuthentication? digest, Action<Action> post, Action idle)
{
    private ReInvite? _invite;
    private int _openInvites;

    /// <summary>True while a re-INVITE of ours may still get a 2xx that wants its ACK.</summary>
    public bool HasOpenInvite => _openInvites > 0;

    /// <summary>Sends a request other than INVITE.</summary>
    /// <param name="method">The method.</param>
    /// <param name="fill">Adds headers and body; called again for the repeat with credentials.</param>
    /// <param name="answered">Gets the final response, or null when none came.</param>
    public void Send(string method, Action<SipRequest> fill, Action<SipResponse?> answered)
    {
        var request = New(method, fill);
        context.Calls.Track(SendAsync());

        async Task SendAsync()
        {
            var response = await context.SendAsync(dialog, request);
            post(() =>
            {
                if (IsAnswerable(response)) Send(method, fill, answered);
                else answered(response);
            });
        }
    }

    /// <summary>Sends a re-INVITE; its 2xx is acknowledged here, also when it is repeated. One at a time.</summary>
    /// <param name="fill">Adds headers and offer; called again for the repeat with credentials.</param>
    /// <param name="answered">Gets the final response, or null when none came.</param>
    public void Invite(Action<SipRequest> fill, Action<SipResponse?> answered)
    {
        _openInvites++;
        _invite = new ReInvite(context, dialog, New("INVITE", fill), post, answered: response =>
        {
            if (IsAnswerable(response)) Invite(fill, answered);
            else answered(response);
        }, Terminated);
        context.Calls.Track(_invite.SendAsync());
    }

    /// <summary>A repeated 2xx whose transaction is gone.</summary>
    public void TakeStray(SipResponse response) => _invite?.Acknowledge(response);

    private void Terminated()
    {
        if (--_openInvites == 0) idle();
    }

    private bool IsAnswerable(SipResponse? response)
    {
        if (response is null || digest is null) return false;
        if (response.IsSuccess) digest.Accepted(response);
        return digest.Take(response);
    }

    private SipRequest New(string method, Action<SipRequest> fill)
    {
        var request = dialog.NewRequest(method, context.Local);
        fill(request);
        digest?.Authorize(request);
        return request;
    }
}
