using System.Globalization;
using System.Net;

namespace CallbackBot.Worker.Settings;

/// <summary>A setting that cannot be used: says which key, what it holds and what is allowed.</summary>
public sealed class ConfigurationException(string key, string? value, string allowed)
    : Exception($"setting '{key}' is '{value}': {allowed}. Change it in appsettings.json or by the environment variable {key.Replace(":", "__", StringComparison.Ordinal)}.");

/// <summary>Reads one value of the configuration, or stops the start with the key, the value and what is allowed.</summary>
internal sealed class Setting(IConfiguration configuration)
{
    public string Text(string key) => configuration[key] is { Length: > 0 } text ? text : throw new ConfigurationException(key, configuration[key], "a value is needed");

    public string Optional(string key) => configuration[key] ?? "";

    public int Number(string key, int min, int max) =>
        int.TryParse(configuration[key], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new ConfigurationException(key, configuration[key], $"a whole number from {min} to {max} is allowed");

    public IPEndPoint Address(string key) =>
        IPEndPoint.TryParse(configuration[key] ?? "", out var address)
            ? address
            : throw new ConfigurationException(key, configuration[key], "an IP address and port such as 192.0.2.10:5060 is allowed");

    public (int First, int Last) Ports(string key)
    {
        var parts = (configuration[key] ?? "").Split('-');
        return parts.Length == 2 && ushort.TryParse(parts[0], out var first) && ushort.TryParse(parts[1], out var last) && first >= 1024 && last > first
            ? (first, last)
            : throw new ConfigurationException(key, configuration[key], "a range of ports from 1024 to 65535 such as 20000-29999 is allowed");
    }

    public IReadOnlyDictionary<string, string> Map(string key)
    {
        var map = configuration.GetSection(key).GetChildren().ToDictionary(c => c.Key, c => c.Value ?? "", StringComparer.OrdinalIgnoreCase);
        return map.Count > 0 ? map : throw new ConfigurationException(key, null, "at least one entry is needed");
    }
}
