namespace CallbackBot.Worker.Settings;

/// <summary>The names that the sections <c>Trunk</c> and <c>Trunks</c> may hold: a slip must not leave a trunk on a default that nobody chose.</summary>
internal static class TrunkKeys
{
    /// <summary>Of each trunk; in <c>Trunk</c> for all that do not say it themselves.</summary>
    internal static readonly string[] OfATrunk =
    [
        "Name", "Address", "Transport", "TlsName", "Srtp", "CallerId", "DisplayName", "Domain", "IdentityHeader", "NetworkNumber", "Privacy",
        "NumberStyle", "NumberUri", "CountryCode", "AreaPrefix", "DialPrefix", "UserName", "Password", "Register", "RegisterExpirySeconds",
        "OptionsEverySeconds", "OptionsMissesDown", "OptionsAnswersUp", "Lines", "CallsPerSecond", "RingTimeoutSeconds", "LongestCallSeconds",
    ];

    /// <summary>Of our own side, once for all trunks.</summary>
    internal static readonly string[] OfOurSide =
        ["Local", "Advertised", "RtpPorts", "RtpInactivitySeconds", "HumanAgents", "Tls", "LargeRequestsOverUdp", "TraceFolder"];

    internal static readonly string[] OfTls = ["Listen", "Certificate", "Key", "Password", "Roots", "DangerouslyAcceptAnyCertificate"];

    /// <exception cref="ConfigurationException">A name is none of these.</exception>
    public static void Check(IConfiguration configuration)
    {
        SettingNames.Check(configuration.GetSection("Trunk"), [.. OfATrunk, .. OfOurSide]);
        SettingNames.Check(configuration.GetSection("Trunk:Tls"), OfTls);
        foreach (var trunk in configuration.GetSection("Trunks").GetChildren())
        {
            foreach (var ours in trunk.GetChildren().Where(k => Has(OfOurSide, k.Key)))
                throw new ConfigurationException(ours.Path, ours.Value, $"it is one for all trunks and belongs into the section Trunk, as Trunk:{ours.Key}");
            SettingNames.Check(trunk, OfATrunk);
        }
    }

    private static bool Has(string[] names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
