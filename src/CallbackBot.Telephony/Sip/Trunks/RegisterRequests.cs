using System.Globalization;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.Trunks;

/// <summary>The REGISTER requests of one trunk (RFC 3261 section 10.2) and what their responses mean.</summary>
internal sealed class RegisterRequests(UserAgentContext context, TrunkOptions trunk, RegistrationOptions registration)
{
    private const uint Longest = 24 * 60 * 60;

    private readonly OutOfCallRequests _requests = new(context, trunk.Credentials);

    /// <summary>Where the last REGISTER went; null before.</summary>
    private volatile SipHop? _flow;

    /// <summary>Why the network did not take the last request; null when it did.</summary>
    public string? Failure => _requests.Failure;

    /// <summary>Whether what was lost is the connection that our registration goes over.</summary>
    public bool Uses(SipHop lost)
    {
        for (var hop = _flow; hop is not null; hop = hop.Otherwise)
            if (hop.Protocol == lost.Protocol && hop.Address.Equals(lost.Address)) return true;
        return false;
    }

    /// <summary>Sections 10.2.1 and 10.2.4; an expiry of zero removes our binding (section 10.2.2).</summary>
    public async Task<RegisterAnswer> RegisterAsync(TimeSpan expiry)
    {
        if (await trunk.HopAsync(context) is not { } hop) return new RegisterAnswer.Missing(OptionsPing.Unresolved);
        _flow = hop;
        var contact = context.Local.Contact(hop.Protocol, registration.AddressOfRecord.Scheme == "sips");
        var response = await SendAsync(hop, ("Contact", contact), ("Expires", ((long)expiry.TotalSeconds).ToString(CultureInfo.InvariantCulture)));
        return response switch
        {
            null => new RegisterAnswer.Missing(Failure ?? "no answer"),
            { IsSuccess: true } => new RegisterAnswer.Granted(ExpiryOf(response, contact, expiry)),
            { Code: 423 } when Seconds(response.Headers["Min-Expires"]) is { } least => new RegisterAnswer.TooBrief(least),
            _ => new RegisterAnswer.Refused(response.Code, response.Phrase, RetryAfter.Read(response)),
        };
    }

    /// <summary>Section 10.2.3: a REGISTER without Contact changes nothing and is answered with the bindings of the moment.</summary>
    public async Task<SipResponse?> FetchAsync() => await trunk.HopAsync(context) is { } hop ? await SendAsync(hop) : null;

    /// <summary>Section 10.2: the Request-URI names the domain and has no user; To and From are the address of record.</summary>
    private Task<SipResponse?> SendAsync(SipHop hop, params (string Name, string Value)[] headers)
    {
        var record = registration.AddressOfRecord with { Parameters = "" };
        return _requests.SendAsync("REGISTER", record with { User = null }, record, record, hop, headers);
    }

    /// <summary>
    /// Section 10.2.4: what the registrar says about our Contact, else its Expires, else what we asked for. Behind an address translation our Contact may
    /// come back rewritten; when it is the only one it is ours.
    /// </summary>
    private static TimeSpan ExpiryOf(SipResponse response, string contact, TimeSpan asked)
    {
        var own = Uri(contact);
        var bindings = response.Headers.All("Contact").Select(c => (Uri: Uri(c), Text: c)).ToList();
        var ours = bindings.Find(b => b.Uri is { } uri && uri.Host == own?.Host && uri.PortOrDefault == own.PortOrDefault).Text
            ?? (bindings.Count == 1 ? bindings[0].Text : null);
        return Seconds(NameAddr.TryParse(ours, out var value) ? value.Parameter("expires") : null) ?? Seconds(response.Headers["Expires"]) ?? asked;
    }

    private static SipUri? Uri(string contact) => NameAddr.TryParse(contact, out var value) ? value.SipUri : null;

    /// <summary>Asked again after a day at the latest, whatever was granted: a timer has its limit.</summary>
    private static TimeSpan? Seconds(string? text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(Math.Min(seconds, Longest)) : null;
}
