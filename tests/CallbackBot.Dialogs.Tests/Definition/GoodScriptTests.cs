using CallbackBot.Dialogs.Definition;

namespace CallbackBot.Dialogs.Tests.Definition;

/// <summary>A finding too many is as bad as one too few: scripts of many shapes that a careful designer wrote.</summary>
public sealed class GoodScriptTests
{
    public static TheoryData<string> Scripts =>
        [.. Directory.EnumerateFiles(Folder, "*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(Repository.Root, "tests", "CallbackBot.Dialogs.Tests", "Data", "good-scripts");

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_good_script_has_no_finding(string name)
    {
        var loaded = DialogFile.Load(Path.Combine(Folder, name + ".yaml"));

        Assert.Empty(loaded.Findings);
        Assert.NotNull(loaded.Dialog);
    }
}
