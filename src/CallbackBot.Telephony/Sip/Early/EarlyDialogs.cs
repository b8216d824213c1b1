using CallbackBot.Telephony.Rtp;
using CallbackBot.Telephony.Sdp;
using CallbackBot.Telephony.Sip.InCall;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Sip.Transactions;

namespace CallbackBot.Telephony.Sip.Early;

/// <summary>
/// Everybody who rings for one INVITE of ours, until one of them answers: reliable provisional responses are acknowledged (RFC 3262), UPDATE is
/// answered (RFC 3311), and the latest description is the one listened to, where the network authorises it (RFC 5009). Not thread-safe: it belongs to the
/// attempt's loop.
/// </summary>
/// <param name="media">The one audio that all of them share.</param>
/// <param name="local">Who we are.</param>
/// <param name="destination">Where the INVITE goes.</param>
/// <param name="send">Sends a request inside a dialog; its response comes back to <see cref="TakeAnswer"/>.</param>
internal sealed class EarlyDialogs(EarlyMediaReceiver media, LocalParty local, SipHop destination, Action<SipDialogState, SipRequest> send)
{
    /// <summary>More answers to one INVITE than this are no forking but an attack.</summary>
    public const int MaxForks = 32;

    /// <summary>The one described last stands last.</summary>
    private readonly List<EarlyDialog> _dialogs = [];

    /// <summary>A provisional response above 100.</summary>
    public void Take(SipRequest invite, SipResponse response)
    {
        // Without a tag, which only RFC 2543 allowed, there is no dialog to acknowledge in, but there may be a description.
        var dialog = Find(response.To.Tag ?? "");
        if (dialog is null)
        {
            if (_dialogs.Count >= MaxForks) return;
            _dialogs.Add(dialog = new EarlyDialog(SipDialogState.OfCaller(invite, response, destination)));
        }

        var reliable = response.Requires(OptionTags.Reliable) && RAck.NumberOf(response) is not null;
        if (reliable && !dialog.TakeReliable(RAck.NumberOf(response)!.Value)) return;
        var changed = dialog.Note(response);
        var answer = Describe(dialog, response, reliable);
        if (changed) Listen();
        if (reliable) Acknowledge(dialog, response, answer);
    }

    /// <summary>The 200 to a PRACK.</summary>
    public void TakeAnswer(SipDialogState state, SipResponse response)
    {
        // Our PRACK carried an answer that the far side took for an offer (RFC 3262 section 5): what it answers is what it sends.
        if (response.HasSdp && Find(state.RemoteTag) is { } dialog && media.Read(response) is { } parameters) Follow(dialog, parameters);
    }

    /// <summary>A request inside an early dialog; false when it is in none.</summary>
    public bool Take(SipRequest request, IServerTransaction transaction)
    {
        if (_dialogs.Find(d => d.State.Key == SipDialogState.KeyOf(request)) is not { } dialog) return false;
        if (!dialog.State.TakeNumber(request))
        {
            transaction.Respond(request.Respond(500, "Server Internal Error"));
            return true;
        }

        // Section 15: the callee ends an early dialog by its final response, not by BYE.
        if (request.Method == "BYE") return false;
        if (InCallRefusal.Of(request) is { } refusal)
        {
            transaction.Respond(refusal);
            return true;
        }

        switch (request.Method)
        {
            case "UPDATE":
                TakeUpdate(dialog, request, transaction);
                return true;
            case "OPTIONS":
                var capabilities = request.Respond(200, "OK");
                RequestDispatch.AddCapabilities(capabilities);
                transaction.Respond(capabilities);
                return true;
            case "INVITE":
                // RFC 3261 section 14.2: our own INVITE is still open.
                transaction.Respond(request.Respond(491, "Request Pending"));
                return true;
            default:
                // A 481 would tell the callee that its dialog is gone (RFC 5057 section 5.1). A key pressed now is of no use yet.
                transaction.Respond(request.Respond(200, "OK"));
                return true;
        }
    }

    /// <summary>
    /// The dialog of a 2xx (RFC 3261 section 13.2.2.4): the early one of that tag becomes the call, with its sequence numbers and with the route
    /// set of the 2xx; where there was none it begins now.
    /// </summary>
    public SipDialogState Confirm(SipRequest invite, SipResponse success)
    {
        if (Find(success.To.Tag ?? "") is not { } dialog) return SipDialogState.OfCaller(invite, success, destination);
        dialog.State.Confirm(success);
        return dialog.State;
    }

    /// <summary>What a 2xx means for the audio: its own description, or the one of its early dialog when it has none; null when neither is of use.</summary>
    public RtpParameters? MediaOf(SipResponse success) => success.HasSdp ? media.Read(success) : Find(success.To.Tag ?? "")?.Media;

    private EarlyDialog? Find(string tag) => _dialogs.Find(d => d.State.RemoteTag == tag);

    /// <summary>Takes a description, and listens to it. Returns the answer that it wants, if it was an offer.</summary>
    private byte[]? Describe(EarlyDialog dialog, SipResponse response, bool reliable)
    {
        switch (dialog.TakeBody(response, reliable))
        {
            case BodyRole.Answer when media.Read(response) is { } parameters:
                Follow(dialog, parameters);
                return null;
            case BodyRole.Offer when media.Answer(response) is { } answer:
                Follow(dialog, answer.Rtp);
                return answer.Sdp;
            default:
                return null;
        }
    }

    private void Acknowledge(EarlyDialog dialog, SipResponse response, byte[]? answer)
    {
        if (dialog.State.RemoteTag.Length == 0) return;
        var prack = dialog.State.NewRequest("PRACK", local);
        prack.Headers.Add("RAck", new RAck(RAck.NumberOf(response)!.Value, response.CSeq).ToString());
        if (answer is not null) prack.SetSdp(answer);
        send(dialog.State, prack);
    }

    /// <summary>RFC 3311 section 5.2: the far side moves its media, or its target, before it answered.</summary>
    private void TakeUpdate(EarlyDialog dialog, SipRequest update, IServerTransaction transaction)
    {
        var response = update.Respond(200, "OK");
        if (update.HasSdp)
        {
            if (!dialog.IsDescribed)
            {
                // Our own offer is not answered yet.
                transaction.Respond(update.Respond(491, "Request Pending"));
                return;
            }

            if (media.Answer(update) is not { } answer)
            {
                transaction.Respond(update.Respond(488, "Not Acceptable Here"));
                return;
            }

            Follow(dialog, answer.Rtp);
            response.SetSdp(answer.Sdp);
        }

        dialog.State.RefreshTarget(update);
        response.Headers.Add("Contact", dialog.State.LocalContact);
        transaction.Respond(response);
    }

    private void Follow(EarlyDialog dialog, RtpParameters parameters)
    {
        dialog.Media = parameters;
        _dialogs.Remove(dialog);
        _dialogs.Add(dialog);
        Listen();
    }

    /// <summary>
    /// To the one that was described last. One that the network has not authorised (RFC 5009) gives way to any other, but alone it is heard: nobody but the
    /// detectors listens. One that will not answer any more (RFC 6228) leaves the word to whoever had it before.
    /// </summary>
    private void Listen()
    {
        var heard = _dialogs.FindLast(d => d is { HasEnded: false, IsAuthorized: true, Media: not null }) ?? _dialogs.FindLast(d => d is { HasEnded: false, Media: not null });
        if (heard?.Media is { } parameters) media.Follow(parameters);
    }
}
