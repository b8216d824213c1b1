using System.CommandLine;
using System.Globalization;

namespace CallbackBot.Worker.Commands;

internal static class Ranges
{
    /// <summary>Refuses a number outside; what is no number at all is reported by the parser itself.</summary>
    public static void Within(this Option<int> option, int min, int max) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && int.TryParse(token.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && (value < min || value > max))
            result.AddError($"{option.Name} is {value}: {min} to {max} is allowed");
    });
}
