using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CallbackBot.Storage;

/// <summary>A mapping in a YAML file of settings; every complaint carries file, line and column, and a key that nobody asked for is one.</summary>
internal sealed class YamlSettings
{
    private readonly string _file;
    private readonly YamlMappingNode _node;

    private YamlSettings(string file, YamlMappingNode node)
    {
        _file = file;
        _node = node;
    }

    public IEnumerable<string> Keys => _node.Children.Keys.Cast<YamlScalarNode>().Select(k => k.Value!);

    public static YamlSettings Parse(string file, string text)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlException bad)
        {
            throw new SettingsException(file, bad.Start.Line, bad.Start.Column, bad.Message);
        }

        if (yaml.Documents is not [{ RootNode: YamlMappingNode root }])
            throw new SettingsException(file, 1, 1, "one document with 'key: value' lines is expected");
        return new YamlSettings(file, root);
    }

    public SettingsException Wrong(string key, string text)
    {
        var at = _node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value.Start : _node.Start;
        return new SettingsException(_file, at.Line, at.Column, $"{key}: {text}");
    }

    public void Only(params string[] allowed)
    {
        foreach (var key in _node.Children.Keys)
        {
            var name = (key as YamlScalarNode)?.Value;
            if (name is null || !allowed.Contains(name, StringComparer.Ordinal))
                throw new SettingsException(_file, key.Start.Line, key.Start.Column, $"'{name}' is not known here; allowed: {string.Join(", ", allowed)}");
        }
    }

    public bool Has(string key) => _node.Children.ContainsKey(new YamlScalarNode(key));

    public string Text(string key) =>
        Required(key) is YamlScalarNode { Value: { Length: > 0 } text } ? text : throw Wrong(key, "a value is expected");

    public int Whole(string key, int least, int most) =>
        int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Wrong(key, $"a whole number from {least} to {most} is expected");

    public DateOnly Date(string key) =>
        DateOnly.TryParseExact(Text(key), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw Wrong(key, "a date such as \"2026-01-01\" is expected");

    public string OneOf(string key, params string[] allowed) =>
        Text(key) is var text && allowed.Contains(text, StringComparer.Ordinal) ? text : throw Wrong(key, $"allowed: {string.Join(" | ", allowed)}");

    public IReadOnlyList<string> List(string key) =>
        Required(key) is YamlSequenceNode list && list.All(n => n is YamlScalarNode)
            ? [.. list.Cast<YamlScalarNode>().Select(n => n.Value ?? "")]
            : throw Wrong(key, "a list such as [a, b] is expected");

    public YamlSettings Map(string key) =>
        Required(key) is YamlMappingNode map ? new YamlSettings(_file, map) : throw Wrong(key, "'key: value' entries are expected");

    /// <summary><c>30m</c>, <c>2h</c>, <c>1d</c>; null when it is none.</summary>
    public static TimeSpan? Duration(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        return text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => null,
        };
    }

    private YamlNode Required(string key) =>
        _node.Children.TryGetValue(new YamlScalarNode(key), out var value)
            ? value
            : throw new SettingsException(_file, _node.Start.Line, _node.Start.Column, $"'{key}' is missing");
}
