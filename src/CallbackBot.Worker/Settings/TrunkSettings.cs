using CallbackBot.Telephony.Rtp.Srtp;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Trunks;

namespace CallbackBot.Worker.Settings;

/// <summary>The trunks of a site: the section <c>Trunk</c> alone, or the list <c>Trunks</c>, whose entries inherit what they do not say from <c>Trunk</c>.</summary>
internal static class TrunkSettings
{
    private const string Defaults = "Trunk";
    private const string List = "Trunks";

    /// <exception cref="ConfigurationException">A value is missing or not allowed, or two trunks have one name.</exception>
    public static IReadOnlyList<TrunkOptions> Read(IConfiguration configuration)
    {
        TrunkKeys.Check(configuration);
        var sections = configuration.GetSection(List).GetChildren().Select(c => c.Path).ToList();
        if (sections.Count == 0) return [Trunk(new Setting(configuration, Defaults, Defaults))];
        var trunks = sections.Select(section => (Section: section, Trunk: Trunk(new Setting(configuration, section, Defaults)))).ToList();
        return trunks.GroupBy(t => t.Trunk.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new ConfigurationException($"{twice.Last().Section}:Name", twice.Key, "every trunk of the list needs a name of its own")
            : trunks.ConvertAll(t => t.Trunk);
    }

    private static TrunkOptions Trunk(Setting read)
    {
        var user = read.Optional("UserName");
        if (user.Length == 0 && read.Optional("Password").Length > 0) throw read.Wrong("UserName", "the user whom Password belongs to is needed");
        var numbers = new NumberFormat(
            read.OneOf<NumberStyle>("NumberStyle"), read.OneOf<NumberUri>("NumberUri"), read.Digits("CountryCode", least: 1), read.Digits("AreaPrefix", least: 0));
        return new TrunkOptions
        {
            Name = read.Text("Name"),
            Server = read.Server("Address", read.OneOf<SipProtocol>("Transport")),
            TlsName = read.Host("TlsName"),
            Credentials = user.Length > 0 ? new SipCredentials(user, read.Text("Password")) : null,
            Registration = read.Optional("Register").Length == 0 ? null : new RegistrationOptions
            {
                AddressOfRecord = read.Uri("Register"),
                Expiry = read.Seconds("RegisterExpirySeconds", 30, 86400),
            },
            Identity = new CallerIdentity
            {
                Number = read.User("CallerId"),
                DisplayName = Or(read.Optional("DisplayName")),
                Domain = read.Host("Domain"),
                Format = numbers,
                Header = read.OneOf<IdentityHeader>("IdentityHeader"),
                NetworkNumber = read.Optional("NetworkNumber").Length > 0 ? read.User("NetworkNumber") : null,
                Privacy = read.OneOf<CallerPrivacy>("Privacy"),
            },
            Numbers = numbers,
            Srtp = read.OneOf<SrtpPolicy>("Srtp"),
            DialPrefix = read.Digits("DialPrefix", least: 0),
            Lines = read.Number("Lines", 1, 2000),
            CallsPerSecond = read.Fraction("CallsPerSecond", 0, 1000),
            RingTimeout = read.Seconds("RingTimeoutSeconds", 5, 180),
            LongestCall = read.Seconds("LongestCallSeconds", 30, 3600),
            Health = new TrunkHealthOptions
            {
                Every = read.Seconds("OptionsEverySeconds", 0, 3600),
                MissesDown = read.Number("OptionsMissesDown", 1, 20),
                AnswersUp = read.Number("OptionsAnswersUp", 1, 20),
            },
        };
    }

    private static string? Or(string text) => text.Length > 0 ? text : null;
}
