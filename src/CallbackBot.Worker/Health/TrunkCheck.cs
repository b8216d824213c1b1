using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Trunks;
using CallbackBot.Worker.Hosting;
using CallbackBot.Worker.Output;
using CallbackBot.Worker.Settings;

namespace CallbackBot.Worker.Health;

/// <summary>How one trunk answers now, and what to do when it does not. Asked from a port of its own: a service that runs is not disturbed.</summary>
internal sealed record TrunkCheck(TrunkOptions Trunk, TrunkAnswers Answers)
{
    public bool IsUp => Answers.IsUp;

    /// <summary>What the trunk answered, in a few words.</summary>
    public string Summary => $"{Address}: OPTIONS {OptionsText}{(Trunk.Registration is null ? "" : $", registrar {RegistrarText}")}";

    public string OptionsText => Answers.Options.Code == 0
        ? Answers.Options.Phrase
        : FormattableString.Invariant($"{Answers.Options} in {Answers.Options.RoundTrip.TotalMilliseconds:0.0} ms");

    public string RegistrarText => Answers.Registrar switch
    {
        null => "none is needed",
        { IsAccepted: true, Bindings: 0 } => "knows us; nothing is registered now (a service that runs would be)",
        { IsAccepted: true } known => $"knows us; {known.Bindings} {(known.Bindings == 1 ? "contact is" : "contacts are")} registered",
        { Code: 0 } silent => silent.Phrase,
        var refused => $"{refused.Code} {refused.Phrase}",
    };

    /// <summary>What a person can do about it; null when all is well.</summary>
    public string? Advice => (Answers.Options, Answers.Registrar) switch
    {
        _ when !Answers.Resolves => $"the name {Trunk.Server.Host} leads to no address: check Address of the trunk, and that this machine's DNS knows the name",
        ({ IsCertificateRefused: true }, _) => $"{Address} answers and does not prove who it is: check Tls:Roots (the root that its certificate leads to) and TlsName (the name in it), or ask the carrier for both",
        ({ Code: 0 }, _) => $"nobody answers at {Address}: check Address, Transport and (over tls) TlsName of the trunk, the firewall, and that the carrier expects this machine's address",
        ({ Code: 503 }, _) => "the trunk is there and takes no calls: ask the carrier, or wait",
        (_, { Code: 401 or 403 or 407 }) => "the registrar refuses us: check UserName, Password and Register of the trunk",
        (_, { Code: 404 }) => "the registrar does not know whom we register: check Register of the trunk",
        (_, { IsAccepted: false }) => "OPTIONS is answered and REGISTER is not: check Register of the trunk, or leave it empty when the carrier knows us by address",
        _ => null,
    };

    private string Address => $"{TrunkText.Address(Trunk)} over {TrunkText.Transport(Trunk)}";

    /// <summary>Asks all trunks of a site at once.</summary>
    public static async Task<IReadOnlyList<TrunkCheck>> AskAsync(HotlineSettings settings, TimeSpan within, CancellationToken cancellationToken)
    {
        var here = settings with { Sip = settings.Sip.AtFreePorts(settings.Sip.Local.Address) };
        await using var agent = new SipUserAgent(Telephone.AgentOptions(here), TimeProvider.System, new Random(Random.Shared.Next()));
        await Telephone.ListenAsync(agent, cancellationToken);
        return await Task.WhenAll(settings.Trunks.Select(async trunk => new TrunkCheck(trunk, await TrunkProbe.AskAsync(agent, trunk, within, cancellationToken))));
    }
}
