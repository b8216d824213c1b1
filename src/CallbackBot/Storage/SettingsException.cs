namespace CallbackBot.Storage;

/// <summary>A file that people edit (policy, calendar) is wrong. The message names file, line and column and what to write.</summary>
public sealed class SettingsException(string file, long line, long column, string text)
    : Exception($"{file}({line},{column}): {text}")
{
    public long Line { get; } = line;
}
