using System.Text;
using CallbackBot.Dialogs.Definition;

namespace CallbackBot.Dialogs.Prompts;

/// <summary>Fills the fields of a prompt in and spells it out for a voice.</summary>
public static class PromptWriter
{
    /// <summary>The prompt as it stands in a transcript and as it is spoken.</summary>
    /// <param name="key">Which prompt, see <see cref="Prompt"/>.</param>
    /// <param name="template">With fields <c>{{order.short_title}}</c> and defaults <c>{{caller.surname ?? 您}}</c>.</param>
    /// <param name="facts">Values; an empty one takes the default, and without a default nothing is said in its place.</param>
    /// <param name="language">BCP 47.</param>
    /// <param name="readings">What to say for what is written: <c>12345</c> to 一二三四五. The longest match wins.</param>
    public static Prompt Write(string key, string template, Facts facts, string language, IReadOnlyDictionary<string, string> readings)
    {
        var text = new StringBuilder(template.Length + 32);
        var raw = new StringBuilder(template.Length + 32);
        var tellsOrder = false;
        for (var at = 0; at < template.Length;)
        {
            var open = template.IndexOf("{{", at, StringComparison.Ordinal);
            var close = open < 0 ? -1 : template.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0) open = template.Length;
            var literal = template[at..open];
            text.Append(literal);
            raw.Append(literal);
            if (close < 0) break;

            var field = template[(open + 2)..close];
            var mark = field.IndexOf("??", StringComparison.Ordinal);
            var name = (mark < 0 ? field : field[..mark]).Trim();
            tellsOrder |= Vocabulary.TellsTheOrder(name);
            var value = facts[name] ?? (mark < 0 ? "" : field[(mark + 2)..].Trim());
            text.Append(SpokenForms.Written(value, language));
            raw.Append(value);
            at = close + 2;
        }

        var unspelt = raw.ToString();
        return new Prompt(key, text.ToString(), new Lazy<string>(() => SpokenForms.Spell(unspelt, language, readings)), language) { Template = template, TellsOrder = tellsOrder };
    }
}
