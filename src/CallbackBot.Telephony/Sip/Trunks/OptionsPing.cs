using CallbackBot.Telephony.Sip.Transport;

namespace CallbackBot.Telephony.Sip.Trunks;

/// <summary>What one OPTIONS came to.</summary>
/// <param name="Code">The final response's status; 0 when none came in time.</param>
/// <param name="Phrase">Its reason phrase; what went wrong when there is none.</param>
/// <param name="RoundTrip">From the request to the response.</param>
public sealed record OptionsAnswer(int Code, string Phrase, TimeSpan RoundTrip)
{
    /// <summary>Any final answer is a sign of life, except the 503 of a server that cannot take calls (RFC 3261 section 21.5.4).</summary>
    public bool IsAlive => Code is not (0 or 503);

    /// <summary>It is there, and is not who it should be (RFC 5922 section 7).</summary>
    public bool IsCertificateRefused => Code == 0 && Phrase.StartsWith(TlsTransport.CertificateRefused, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Code == 0 ? Phrase : $"{Code} {Phrase}";
}

/// <summary>Asks a trunk whether it is there (RFC 3261 section 11).</summary>
internal sealed class OptionsPing(UserAgentContext context, TrunkOptions trunk)
{
    public const string Unresolved = "its address does not resolve";

    // Without credentials: a 401 is an answer too.
    private readonly OutOfCallRequests _requests = new(context, null);

    /// <summary>One OPTIONS; an answer that takes longer than <paramref name="within"/> is none.</summary>
    public async Task<OptionsAnswer> AskAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        if (await trunk.HopAsync(context) is not { } hop) return new OptionsAnswer(0, Unresolved, TimeSpan.Zero);
        var asked = context.Time.GetTimestamp();
        try
        {
            var answer = await _requests.SendAsync("OPTIONS", trunk.Domain, context.Local.Uri, trunk.Domain, hop, ("Accept", "application/sdp"))
                .WaitAsync(within, context.Time, cancellationToken);
            var roundTrip = context.Time.GetElapsedTime(asked);
            return answer is null ? new OptionsAnswer(0, _requests.Failure ?? "no answer", roundTrip) : new OptionsAnswer(answer.Code, answer.Phrase, roundTrip);
        }
        catch (TimeoutException)
        {
            return new OptionsAnswer(0, NoAnswer(within), within);
        }
    }

    public static string NoAnswer(TimeSpan within) => FormattableString.Invariant($"no answer within {within.TotalSeconds:0.#} s");
}
