using CallbackBot.Calls;

namespace CallbackBot.Tests.Calls;

public sealed class ScriptLibraryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_language_has_its_script_and_others_get_the_english_one()
    {
        ShortScript.Write(_folder.Path, "short-zh");
        ShortScript.Write(_folder.Path, "short-en");
        var library = ScriptLibrary.Load(_folder.Path, new Dictionary<string, string> { ["zh-CN"] = "short-zh", ["en"] = "short-en" });

        Assert.Equal("short-zh", library.For("zh-cn").Dialog.Name);
        Assert.Equal("short-en", library.For("en").Dialog.Name);
        Assert.Equal("short-en", library.For("ko").Dialog.Name);
    }

    [Fact]
    public void Without_an_english_script_another_language_has_none()
    {
        ShortScript.Write(_folder.Path, "short-zh");
        var library = ScriptLibrary.Load(_folder.Path, new Dictionary<string, string> { ["zh-CN"] = "short-zh" });

        Assert.Contains("Scripts:ByLanguage", Assert.Throws<ScriptException>(() => library.For("ko")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_that_does_not_lint_does_not_start_and_says_where_it_is_wrong()
    {
        var path = ShortScript.Write(_folder.Path);
        File.WriteAllText(path, File.ReadAllText(path).Replace("go: ask_resolved", "go: ask_reslved", StringComparison.Ordinal));

        var refused = Assert.Throws<ScriptException>(() => ScriptLibrary.LoadOne(path));

        Assert.Contains($"{path}(", refused.Message, StringComparison.Ordinal);
        Assert.Contains("ask_reslved", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_script_is_named()
    {
        var missing = Assert.Throws<ScriptException>(() => ScriptLibrary.Load(_folder.Path, new Dictionary<string, string> { ["en"] = "nowhere" }));
        Assert.Contains("nowhere.yaml", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_goes_on_record_changes_with_the_translated_script_too()
    {
        foreach (var file in Directory.GetFiles(Repository.Path("dialogs"))) File.Copy(file, _folder.File(Path.GetFileName(file)));
        var before = ScriptLibrary.LoadOne(_folder.File("three-rates-en.yaml")).Text;
        File.AppendAllText(_folder.File("three-rates-zh.yaml"), "# a remark\n");

        var after = ScriptLibrary.LoadOne(_folder.File("three-rates-en.yaml")).Text;

        Assert.Contains("# three-rates-zh.yaml", before, StringComparison.Ordinal);
        Assert.NotEqual(before, after);
    }
}
