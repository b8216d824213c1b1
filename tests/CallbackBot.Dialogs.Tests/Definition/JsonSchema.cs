using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CallbackBot.Dialogs.Definition;

namespace CallbackBot.Dialogs.Tests.Definition;

/// <summary>
/// Validates scripts as an editor would: the keywords of JSON Schema 2020-12 that our schema uses. Another keyword throws, so that nothing in the
/// schema goes unchecked.
/// </summary>
internal sealed class JsonSchema(JsonElement root)
{
    private static readonly string[] Annotations = ["$schema", "$defs", "title", "description", "examples"];

    /// <summary>A schema that is shipped beside the scripts.</summary>
    public static JsonElement Load(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Dialogs, file))).RootElement;

    /// <summary>Where the script is wrong, as <c>steps/opening</c>; null when it is right.</summary>
    public string? Fault(YamlNode script) => Check(root, script, "");

    private string? Check(JsonElement schema, YamlNode node, string path)
    {
        if (schema.ValueKind == JsonValueKind.True) return null;
        if (schema.ValueKind == JsonValueKind.False) return path;
        string? fault = null;
        foreach (var keyword in schema.EnumerateObject())
        {
            if (Annotations.Contains(keyword.Name, StringComparer.Ordinal)) continue;
            fault ??= Check(keyword.Name, keyword.Value, schema, node, path);
        }

        return fault;
    }

    private string? Check(string keyword, JsonElement value, JsonElement schema, YamlNode node, string path)
    {
        switch (keyword)
        {
            case "$ref":
                return Check(root.GetProperty("$defs").GetProperty(value.GetString()!["#/$defs/".Length..]), node, path);
            case "type":
                return Strings(value).Contains(TypeOf(node)) || (TypeOf(node) == "integer" && Strings(value).Contains("number")) ? null : path;
            case "enum":
                return value.EnumerateArray().Any(v => Same(v, node)) ? null : path;
            case "const":
                return Same(value, node) ? null : path;
            case "pattern":
                return TypeOf(node) != "string" || Regex.IsMatch(((YamlText)node).Text, value.GetString()!, RegexOptions.NonBacktracking) ? null : path;
            case "minLength":
                return TypeOf(node) != "string" || ((YamlText)node).Text.Length >= value.GetInt32() ? null : path;
            case "minimum":
                return Number(node) is not { } low || low >= value.GetDouble() ? null : path;
            case "maximum":
                return Number(node) is not { } high || high <= value.GetDouble() ? null : path;
            case "minItems":
                return node is not YamlList few || few.Items.Count >= value.GetInt32() ? null : path;
            case "maxItems":
                return node is not YamlList many || many.Items.Count <= value.GetInt32() ? null : path;
            case "items":
                return (node as YamlList)?.Items.Select((item, i) => Check(value, item, $"{path}/{i}")).FirstOrDefault(f => f is not null);
            case "minProperties":
                return node is not YamlMap small || small.Entries.Count >= value.GetInt32() ? null : path;
            case "required":
                return node is not YamlMap map ? null : Strings(value).Where(r => Entry(map, r) is null).Select(r => $"{path} lacks {r}").FirstOrDefault();
            case "properties":
                return (node as YamlMap)?.Entries.Select(e => value.TryGetProperty(e.Key.Text, out var own) ? Check(own, e.Value, $"{path}/{e.Key.Text}") : null)
                    .FirstOrDefault(f => f is not null);
            case "additionalProperties":
                return (node as YamlMap)?.Entries.Where(e => !(schema.TryGetProperty("properties", out var own) && own.TryGetProperty(e.Key.Text, out _)))
                    .Select(e => Check(value, e.Value, $"{path}/{e.Key.Text}")).FirstOrDefault(f => f is not null);
            case "propertyNames":
                return (node as YamlMap)?.Entries.Select(e => Check(value, e.Key, $"{path}/{e.Key.Text}")).FirstOrDefault(f => f is not null);
            case "allOf":
                return value.EnumerateArray().Select(s => Check(s, node, path)).FirstOrDefault(f => f is not null);
            case "anyOf":
                return Deepest(value, node, path, matches => matches >= 1);
            case "oneOf":
                return Deepest(value, node, path, matches => matches == 1);
            case "not":
                return Check(value, node, path) is null ? path : null;
            case "if":
                return schema.TryGetProperty(Check(value, node, path) is null ? "then" : "else", out var branch) ? Check(branch, node, path) : null;
            case "then" or "else":
                return null;
            default:
                throw new NotSupportedException($"the schema uses '{keyword}', which this validator does not know");
        }
    }

    // What an editor shows: the fault of the alternative that came farthest, of several that of the one that knows most of the keys.
    private string? Deepest(JsonElement schemas, YamlNode node, string path, Func<int, bool> enough)
    {
        var faults = schemas.EnumerateArray().Select(s => (Schema: s, Fault: Check(s, node, path))).ToList();
        if (enough(faults.Count(f => f.Fault is null))) return null;
        return faults.Where(f => f.Fault is not null).OrderByDescending(f => f.Fault!.Count(c => c == '/')).ThenByDescending(f => Known(f.Schema, node))
            .Select(f => f.Fault).FirstOrDefault() ?? path;
    }

    private int Known(JsonElement schema, YamlNode node) =>
        schema.TryGetProperty("$ref", out var reference) ? Known(root.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]), node)
        : schema.TryGetProperty("properties", out var properties) && node is YamlMap map ? map.Entries.Count(e => properties.TryGetProperty(e.Key.Text, out _))
        : 0;

    private static YamlEntry? Entry(YamlMap map, string key) => map.Entries.FirstOrDefault(e => e.Key.Text == key);

    private static HashSet<string> Strings(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(v => v.GetString()!)] : [value.GetString()!];

    private static bool Same(JsonElement value, YamlNode node) => node is YamlText text && value.ValueKind switch
    {
        JsonValueKind.String => TypeOf(node) == "string" && text.Text == value.GetString(),
        _ => TypeOf(node) != "string" && text.Text == value.GetRawText(),
    };

    private static double? Number(YamlNode node) =>
        TypeOf(node) is "integer" or "number" ? double.Parse(((YamlText)node).Text, CultureInfo.InvariantCulture) : null;

    // The core schema of YAML 1.2, which editors use.
    private static string TypeOf(YamlNode node) => node switch
    {
        YamlMap => "object",
        YamlList => "array",
        YamlText { Plain: false } => "string",
        YamlText { Text: "" or "~" or "null" } => "null",
        YamlText { Text: "true" or "false" } => "boolean",
        YamlText text when Regex.IsMatch(text.Text, "^[-+]?[0-9]+$", RegexOptions.NonBacktracking) => "integer",
        YamlText text when Regex.IsMatch(text.Text, @"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture) => "number",
        _ => "string",
    };
}
