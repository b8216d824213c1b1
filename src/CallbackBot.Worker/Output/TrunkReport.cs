using System.Globalization;
using CallbackBot.Telephony.Sip;
using CallbackBot.Worker.Health;

namespace CallbackBot.Worker.Output;

internal static class TrunkReport
{
    public static void Print(TrunkCheck check)
    {
        var trunk = check.Trunk;
        Console.WriteLine($"{trunk.Name}: {(check.IsUp ? "up" : "DOWN")}");
        Line("address", $"{TrunkText.Address(trunk)} over {TrunkText.Transport(trunk)}, SRTP {trunk.Srtp.ToString().ToLowerInvariant()}");
        Line("OPTIONS", check.OptionsText);
        Line("registrar", trunk.Registration is { } registration ? $"{registration.AddressOfRecord}: {check.RegistrarText}" : check.RegistrarText);
        Line("limits", string.Create(
            CultureInfo.InvariantCulture,
            $"{Counted.Of(trunk.Lines, "line")}, {(trunk.CallsPerSecond > 0 ? $"{trunk.CallsPerSecond} {(trunk.CallsPerSecond == 1 ? "call" : "calls")} per second" : "any number of calls per second")}, rings {trunk.RingTimeout.TotalSeconds:0} s, calls last {trunk.LongestCall.TotalSeconds:0} s at most"));
        Line("identity", Identity(trunk.Identity));
        if (check.Advice is { } advice) Line("to do", advice);
    }

    public static object Data(TrunkCheck check)
    {
        var (trunk, identity) = (check.Trunk, check.Trunk.Identity);
        var (options, registrar) = (check.Answers.Options, check.Answers.Registrar);
        return new
        {
            name = trunk.Name,
            address = TrunkText.Address(trunk),
            transport = TrunkText.Transport(trunk),
            srtp = trunk.Srtp,
            up = check.IsUp,
            options = new { code = options.Code, phrase = options.Phrase, round_trip_ms = options.Code == 0 ? (double?)null : options.RoundTrip.TotalMilliseconds },
            registration = trunk.Registration is null || registrar is null ? null : new
            {
                address_of_record = trunk.Registration.AddressOfRecord.ToString(),
                accepted = registrar.IsAccepted,
                code = registrar.Code,
                phrase = registrar.Phrase,
                contacts = registrar.Bindings,
            },
            limits = new
            {
                lines = trunk.Lines,
                calls_per_second = trunk.CallsPerSecond > 0 ? trunk.CallsPerSecond : (double?)null,
                ring_timeout_seconds = trunk.RingTimeout.TotalSeconds,
                longest_call_seconds = trunk.LongestCall.TotalSeconds,
            },
            identity = new
            {
                number = identity?.Number,
                display_name = identity?.DisplayName,
                domain = identity?.Domain,
                header = identity?.Header,
                network_number = identity?.NetworkNumber,
                privacy = identity?.Privacy,
            },
            to_do = check.Advice,
        };
    }

    private static void Line(string name, string text) => Console.WriteLine($"  {name,-10} {text}");

    private static string Identity(CallerIdentity? identity)
    {
        if (identity is null) return "this machine's address";
        var parts = new List<string> { identity.Number ?? "no number" };
        if (identity.DisplayName is { } name) parts.Add($"'{name}'");
        if (identity.Domain is { } domain) parts.Add($"at {domain}");
        if (identity.Header != IdentityHeader.None)
            parts.Add($"{(identity.Header == IdentityHeader.Asserted ? "P-Asserted-Identity" : "P-Preferred-Identity")} {identity.NetworkNumber ?? identity.Number}");
        if (identity.Privacy != CallerPrivacy.Unstated) parts.Add($"privacy {identity.Privacy.ToString().ToLowerInvariant()}");
        return string.Join(", ", parts);
    }
}
