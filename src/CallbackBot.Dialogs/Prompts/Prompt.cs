namespace CallbackBot.Dialogs.Prompts;

/// <summary>Words that the robot may say in a call, fields filled in and spelled the way a voice reads them.</summary>
/// <param name="Key">Which prompt it is: <c>ask_contact</c>, <c>ask_contact.again</c>, <c>ask_contact.keypad</c>,
/// <c>ask_contact.confirm.not_contacted</c>, <c>ask_contact.silence.1</c>, <c>anytime.offtopic</c>, <c>end.thanks</c>.</param>
/// <param name="Text">As the designer wrote it, fields filled in: for transcripts.</param>
/// <param name="Spoken">For a synthesizer: numbers, dates and readings spelled out.</param>
/// <param name="Language">BCP 47: <c>zh-CN</c> or <c>en</c>.</param>
public sealed record Prompt(string Key, string Text, string Spoken, string Language);
