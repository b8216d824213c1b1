using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Prompts;

namespace CallbackBot.Dialogs.Testing;

/// <summary>One conversation that a designer expects to go a certain way.</summary>
/// <param name="Name">Its title.</param>
/// <param name="At">Where it begins.</param>
/// <param name="Orders">The person's orders.</param>
/// <param name="Talk">What is said, in order.</param>
/// <param name="Expect">What must have come of it, per order.</param>
public sealed record ScriptTest(
    string Name, Place At, IReadOnlyList<Facts> Orders, IReadOnlyList<TalkLine> Talk, IReadOnlyList<IReadOnlyList<Expectation>> Expect);

/// <summary>A line of a talk.</summary>
/// <param name="IsRobot">True for <c>bot:</c>, which names a prompt; false for <c>me:</c>.</param>
/// <param name="Text">Prompt key, or the citizen's words or event.</param>
/// <param name="At">Where it stands.</param>
public sealed record TalkLine(bool IsRobot, string Text, Place At);

/// <summary>One thing expected: a question's label, <c>outcome</c>, <c>flag</c>, <c>counted</c>, or the text kept under a <c>save_as</c> name.</summary>
public sealed record Expectation(string Name, IReadOnlyList<string> Values, Place At);
