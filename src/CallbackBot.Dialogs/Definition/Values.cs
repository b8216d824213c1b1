using System.Globalization;
using System.Text.RegularExpressions;
using CallbackBot.Dialogs.Running;

namespace CallbackBot.Dialogs.Definition;

/// <summary>Small values of the format: names, durations, interruption, confirmation, keys.</summary>
internal static partial class Values
{
    public static bool IsName(string text) => Name().IsMatch(text);

    /// <summary><c>500ms</c>, <c>5s</c>, <c>1.5s</c>, <c>2m</c>; null when it is no duration.</summary>
    public static TimeSpan? Duration(string text)
    {
        if (DurationForm().Match(text) is not { Success: true } match) return null;
        var number = double.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
        return match.Groups["unit"].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            _ => TimeSpan.FromMinutes(number),
        };
    }

    public static TimeSpan Duration(YamlText? text, TimeSpan fallback, TimeSpan least, TimeSpan most, string bounds, FindingList findings)
    {
        if (text is null) return fallback;
        if (Duration(text.Text) is not { } value)
        {
            findings.Add(text.At, "duration-bad", text.Text);
            return fallback;
        }

        if (value >= least && value <= most) return value;
        findings.Add(text.At, "duration-range", text.Text, bounds);
        return fallback;
    }

    public static Interruption Interrupt(YamlText? text, Interruption fallback, FindingList findings)
    {
        switch (text?.Text)
        {
            case null:
                return fallback;
            case "never":
                return Interruption.Never;
            case "anytime":
                return Interruption.Anytime;
            case { } after when after.StartsWith("after ", StringComparison.Ordinal):
                var value = Duration(text with { Text = after[6..].Trim() }, TimeSpan.FromSeconds(1), TimeSpan.Zero, TimeSpan.FromSeconds(10), "0s - 10s", findings);
                return new Interruption(value);
            default:
                findings.Add(text.At, "interrupt-bad", text.Text);
                return fallback;
        }
    }

    public static (bool Always, double Below) Confirm(YamlText? text, FindingList findings)
    {
        switch (text?.Text)
        {
            case null or "never":
                return (false, 0);
            case "always":
                return (true, 1);
        }

        if (text.Text.StartsWith("below ", StringComparison.Ordinal)
            && double.TryParse(text.Text.AsSpan(6).Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var below) && below is > 0 and < 1)
        {
            return (false, below);
        }

        findings.Add(text.At, "confirm-bad", text.Text);
        return (false, 0);
    }

    public static string Keys(IReadOnlyList<YamlText> texts, FindingList findings)
    {
        var keys = "";
        foreach (var text in texts)
        {
            if (text.Text.Length == 1 && (char.IsAsciiDigit(text.Text[0]) || text.Text is "*" or "#")) keys += text.Text;
            else findings.Add(text.At, "key-bad", text.Text);
        }

        return keys;
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex(@"^(?<number>[0-9]{1,6}(\.[0-9]{1,3})?)(?<unit>ms|s|m)\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex DurationForm();
}
