using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Testing;

namespace CallbackBot.Worker.Commands;

/// <summary>Values for a script's fields from <c>--field name=value</c>, with sample values for those not given.</summary>
internal static class FieldOptions
{

    /// <exception cref="UserErrorException">A field is not written as name=value, or the script does not have it.</exception>
    public static Facts Facts(string[] options, Dialog script)
    {
        var values = SampleFacts.In(script.Language).Values.ToDictionary(StringComparer.Ordinal);
        foreach (var option in options)
        {
            var equals = option.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new UserErrorException($"'--field {option}': write it as name=value, for example order.short_title=\"a leaking pipe\"");
            var name = option[..equals];
            if (!script.Fields.Any(f => f.Name == name))
                throw new UserErrorException($"'--field {name}': script '{script.Name}' speaks no such field; it has {string.Join(", ", script.Fields.Select(f => f.Name))}");
            values[name] = option[(equals + 1)..];
        }

        return new Facts(values);
    }
}
