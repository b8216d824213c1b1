namespace CallbackBot.Dialogs.Understanding.Alarms;

/// <summary>What an alarm sounds like, and what only sounds like one.</summary>
/// <param name="Language"><c>zh</c> or <c>en</c>.</param>
/// <param name="Kind">Of <see cref="AlarmModel.Kinds"/>.</param>
/// <param name="Utterance">As recognised.</param>
/// <param name="Source">Whose it is; measured by a model that saw none of theirs. Null for ordinary replies, which are measured for false alarms.</param>
public sealed record AlarmExample(string Language, string Kind, string Utterance, string? Source);

/// <summary>Labelled alarms of one writer: <c>lang, kind, utterance</c>, tab-separated, with that header.</summary>
public static class AlarmFile
{
    private const string Header = "lang\tkind\tutterance";

    /// <param name="reader">The text.</param>
    /// <param name="file">Its name, for messages: the writer.</param>
    /// <exception cref="FormatException">The header or a row is wrong; the message names file and line.</exception>
    public static IReadOnlyList<AlarmExample> Read(TextReader reader, string file)
    {
        if (reader.ReadLine()?.TrimStart('\uFEFF') != Header) throw new FormatException($"{file}(1): the header lang, kind, utterance is expected, tab-separated.");
        var rows = new List<AlarmExample>();
        for (var number = 2; reader.ReadLine() is { } line; number++)
        {
            if (line.Length == 0) continue;
            if (line.Split('\t') is not [var language, var kind, var utterance]) throw new FormatException($"{file}({number}): lang, kind and utterance expected, tab-separated.");
            if (language is not ("zh" or "en")) throw new FormatException($"{file}({number}): there is no language '{language}'; use zh or en.");
            if (Array.IndexOf(AlarmModel.Kinds, kind) < 0) throw new FormatException($"{file}({number}): there is no kind '{kind}'; use {string.Join(", ", AlarmModel.Kinds)}.");
            rows.Add(new AlarmExample(language, kind, utterance, file));
        }

        return rows;
    }
}
