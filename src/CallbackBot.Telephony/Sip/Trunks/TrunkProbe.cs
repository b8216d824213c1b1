using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Sip.Trunks;

/// <summary>What a trunk answered when it was asked once.</summary>
/// <param name="Options">To OPTIONS.</param>
/// <param name="Registrar">To the question for our bindings; null where no registration is configured.</param>
public sealed record TrunkAnswers(OptionsAnswer Options, RegistrarAnswer? Registrar)
{
    /// <summary>False when the trunk's host name leads to no address: then nobody was asked.</summary>
    public bool Resolves { get; init; } = true;

    /// <summary>It is alive, and its registrar knows us.</summary>
    public bool IsUp => Options.IsAlive && Registrar is null or { IsAccepted: true };
}

/// <summary>What a registrar says about our address of record (RFC 3261 section 10.2.3).</summary>
/// <param name="Code">The final response's status; 0 when none came.</param>
/// <param name="Phrase">Its reason phrase; what went wrong when there is none.</param>
/// <param name="Bindings">How many contacts are registered now, e.g. by a service that runs.</param>
public sealed record RegistrarAnswer(int Code, string Phrase, int Bindings)
{
    /// <summary>The registrar took our credentials.</summary>
    public bool IsAccepted => Code is >= 200 and < 300;
}

/// <summary>Asks a trunk once, for a person who wants to know how it is. Changes nothing: a service that runs keeps its registration.</summary>
public static class TrunkProbe
{
    /// <summary>
    /// OPTIONS, twice where it is answered, and, where a registration is configured, a REGISTER without Contact, which only asks for the bindings. The round
    /// trip is the second one's: in the first are our own start-up and the way to a connection.
    /// </summary>
    /// <param name="agent">Started.</param>
    /// <param name="trunk">Whom to ask.</param>
    /// <param name="within">How long an answer may take.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<TrunkAnswers> AskAsync(SipUserAgent agent, TrunkOptions trunk, TimeSpan within, CancellationToken cancellationToken)
    {
        if (await trunk.HopAsync(agent.Context) is null)
        {
            var unresolved = new OptionsAnswer(0, OptionsPing.Unresolved, TimeSpan.Zero);
            return new TrunkAnswers(unresolved, trunk.Registration is null ? null : new RegistrarAnswer(0, OptionsPing.Unresolved, 0)) { Resolves = false };
        }

        var options = AskTwiceAsync();
        var registrar = trunk.Registration is { } registration ? FetchAsync(new RegisterRequests(agent.Context, trunk, registration)) : null;
        return new TrunkAnswers(await options, registrar is null ? null : await registrar);

        async Task<OptionsAnswer> AskTwiceAsync()
        {
            var first = await new OptionsPing(agent.Context, trunk).AskAsync(within, cancellationToken);
            return first.Code != 0 && await new OptionsPing(agent.Context, trunk).AskAsync(within, cancellationToken) is { Code: not 0 } second ? second : first;
        }

        async Task<RegistrarAnswer> FetchAsync(RegisterRequests requests)
        {
            try
            {
                return await requests.FetchAsync().WaitAsync(within, agent.Context.Time, cancellationToken) is { } answer
                    ? new RegistrarAnswer(answer.Code, answer.Phrase, answer.Headers.All("Contact").Count(c => NameAddr.TryParse(c, out _)))
                    : new RegistrarAnswer(0, requests.Failure ?? "no answer", 0);
            }
            catch (TimeoutException)
            {
                return new RegistrarAnswer(0, OptionsPing.NoAnswer(within), 0);
            }
        }
    }
}
