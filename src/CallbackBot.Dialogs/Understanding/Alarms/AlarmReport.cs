namespace CallbackBot.Dialogs.Understanding.Alarms;

/// <summary>How well replies were understood by models that had not seen their writer.</summary>
/// <param name="Found">Of the alarms of each language and kind: how many there were and how many were found as any alarm.</param>
/// <param name="Look">Of the look-alikes of each language: how many there were and how many were taken for an alarm.</param>
/// <param name="Ordinary">The same of ordinary replies.</param>
/// <param name="Errors">Replies that were missed or taken for an alarm.</param>
public sealed record AlarmReport(
    IReadOnlyDictionary<string, (int All, int Found)> Found, IReadOnlyDictionary<string, (int All, int Taken)> Look, IReadOnlyDictionary<string, (int All, int Taken)> Ordinary, IReadOnlyList<string> Errors);
