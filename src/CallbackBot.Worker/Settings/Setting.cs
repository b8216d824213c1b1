using System.Globalization;
using System.Net;
using System.Text.Json;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Worker.Settings;

/// <summary>A setting that cannot be used: says which key, what it holds and what is allowed.</summary>
public sealed class ConfigurationException(string key, string? value, string allowed)
    : Exception($"setting '{key}' is '{value}': {allowed}. Change it in appsettings.json or by the environment variable {key.Replace(":", "__", StringComparison.Ordinal)}.");

/// <summary>Reads one value of the configuration, or stops the start with the key, the value and what is allowed.</summary>
/// <param name="configuration">All settings.</param>
/// <param name="section">What the keys are in; null for the whole configuration.</param>
/// <param name="defaults">The section that says what <paramref name="section"/> does not.</param>
internal sealed class Setting(IConfiguration configuration, string? section = null, string? defaults = null)
{
    public string Text(string name) => Value(name) is { Length: > 0 } text ? text : throw Wrong(name, "a value is needed");

    public string Optional(string name) => Value(name) ?? "";

    public int Number(string name, int min, int max) =>
        int.TryParse(Value(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw Wrong(name, $"a whole number from {min} to {max} is allowed");

    public double Fraction(string name, double min, double max) =>
        double.TryParse(Value(name), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max} is allowed"));

    public TimeSpan Seconds(string name, int min, int max) => TimeSpan.FromSeconds(Number(name, min, max));

    public string Digits(string name, int least)
    {
        var text = Optional(name);
        return text.Length >= least && text.All(char.IsAsciiDigit) ? text : throw Wrong(name, least > 0 ? "digits are needed" : "only digits are allowed");
    }

    /// <summary>Who calls, as the user part of a SIP URI: what does not fit there would spoil every INVITE.</summary>
    public string User(string name)
    {
        var text = Text(name);
        return SipUri.TryParse($"sip:{text}@h", out var uri) && uri.User == text && text.All(char.IsAscii) ? text : throw Wrong(name, "a number such as +861012345 is allowed");
    }

    /// <summary>A name of an enumeration, in any case.</summary>
    public T OneOf<T>(string name) where T : struct, Enum
    {
        var text = Optional(name);
        foreach (var value in Enum.GetValues<T>())
            if (value.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)) return value;
        var names = Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName).ToList();
        throw Wrong(name, $"{string.Join(", ", names.SkipLast(1))} or {names[^1]} is allowed");
    }

    public bool Flag(string name) => Optional(name) is not { Length: > 0 } text ? false
        : bool.TryParse(text, out var flag) ? flag : throw Wrong(name, "true or false is allowed");

    /// <summary>The path of a file that is there and may be read.</summary>
    public string File(string name)
    {
        var path = Home.Resolve(Text(name));
        try
        {
            using var readable = System.IO.File.OpenRead(path);
            return path;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Wrong(name, $"a file that can be read is needed ({unreadable.Message})");
        }
    }

    /// <summary>Names in order, each once: a list, or a text with commas. Empty where nothing is said.</summary>
    public IReadOnlyList<string> Names(string name, IReadOnlyList<string> allowed)
    {
        var names = Sources.Select(s => ListIn(s, Key(name))).FirstOrDefault(n => n.Count > 0) ?? [];
        var said = string.Join(", ", names);
        if (names.Find(n => !allowed.Contains(n, StringComparer.Ordinal)) is { } unknown)
            throw Wrong(name, said, $"'{unknown}' is none of {string.Join(", ", allowed)}");
        return names.Distinct(StringComparer.Ordinal).Count() == names.Count ? names : throw Wrong(name, said, "each name may stand in it once");
    }

    public IPEndPoint Address(string name) =>
        IPEndPoint.TryParse(Value(name) ?? "", out var address) ? address : throw Wrong(name, "an IP address and port such as 192.0.2.10:5060 is allowed");

    public IPAddress? IpAddress(string name) => Optional(name) is not { Length: > 0 } text ? null
        : IPAddress.TryParse(text, out var address) ? address : throw Wrong(name, "an IP address such as 192.0.2.10 is allowed, or nothing");

    /// <summary>Where a trunk is: an address or a name, with the transport. A bare word is more likely a slip than a host.</summary>
    public SipUri Server(string name, SipProtocol transport)
    {
        var text = Optional(name);
        var parameters = transport == SipProtocol.Udp ? "" : $";transport={transport.ToString().ToLowerInvariant()}";
        return SipUri.TryParse($"sip:{text}", out var uri) && uri is { User: null, Parameters: "" } && (uri.Port is not null || uri.Host.AsSpan().ContainsAny('.', ':'))
            ? uri with { Parameters = parameters }
            : throw Wrong(name, "an IP address and port such as 192.0.2.10:5060 is allowed, or a host name such as sip.carrier.example:5060");
    }

    /// <summary>A host alone; null for none.</summary>
    public string? Host(string name) => Optional(name) is not { Length: > 0 } text ? null
        : System.Uri.CheckHostName(text) != UriHostNameType.Unknown ? text : throw Wrong(name, "a host name such as carrier.example is allowed, without port, or nothing");

    public SipUri Uri(string name) => SipUri.TryParse(Optional(name), out var uri) && uri.User is not null
        ? uri
        : throw Wrong(name, "an address of record such as sip:12345@carrier.example is allowed, or nothing");

    /// <summary>Whom to call; null for nobody. A bare word is more likely a slip than a host.</summary>
    public SipUri? Callee(string name) => Optional(name) is not { Length: > 0 } text ? null
        : SipUri.TryParse(text, out var uri) && uri.Protocol is not null && (uri.User is not null || uri.Port is not null || uri.Host.AsSpan().ContainsAny('.', ':'))
            ? uri
            : throw Wrong(name, "a SIP URI such as sip:agents@192.0.2.10:5060 is allowed, or nothing");

    public (int First, int Last) Ports(string name)
    {
        var parts = (Value(name) ?? "").Split('-');
        return parts.Length == 2 && ushort.TryParse(parts[0], out var first) && ushort.TryParse(parts[1], out var last) && first >= 1024 && last > first
            ? (first, last)
            : throw Wrong(name, "a range of ports from 1024 to 65535 such as 20000-29999 is allowed");
    }

    public IReadOnlyDictionary<string, string> Map(string name)
    {
        var map = configuration.GetSection(Key(name)).GetChildren().ToDictionary(c => c.Key, c => c.Value ?? "", StringComparer.OrdinalIgnoreCase);
        return map.Count > 0 ? map : throw Wrong(name, "at least one entry is needed");
    }

    /// <summary>Where settings come from, the strongest first: a list of one must not be mixed with the list of another.</summary>
    private IEnumerable<IConfigurationProvider> Sources => ((IConfigurationRoot)configuration).Providers.Reverse();

    private static List<string> ListIn(IConfigurationProvider source, string key) => source.TryGet(key, out var text) && text is { Length: > 0 }
        ? [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]
        : [.. source.GetChildKeys([], key).Distinct().Select(child => source.TryGet($"{key}:{child}", out var item) ? item ?? "" : "")];

    private string? Value(string name) => configuration[Key(name)];

    /// <summary>What is thrown when a value cannot be used.</summary>
    public ConfigurationException Wrong(string name, string allowed) => new(Key(name), Value(name), allowed);

    /// <summary>The same for a value that is no single text.</summary>
    public ConfigurationException Wrong(string name, string value, string allowed) => new(Key(name), value, allowed);

    /// <summary>The key that counts: the section's own, else the one that it inherits.</summary>
    private string Key(string name)
    {
        if (section is null) return name;
        var own = $"{section}:{name}";
        return defaults is null || configuration[own] is not null ? own : $"{defaults}:{name}";
    }
}
