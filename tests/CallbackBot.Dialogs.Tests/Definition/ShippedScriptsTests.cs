using CallbackBot.Dialogs.Definition;

namespace CallbackBot.Dialogs.Tests.Definition;

public sealed class ShippedScriptsTests
{
    [Theory]
    [InlineData("three-rates-zh")]
    [InlineData("three-rates-en")]
    public void A_shipped_script_has_no_finding(string name)
    {
        var result = DialogFile.Load(Repository.Script(name));

        Assert.Equal("", string.Join('\n', result.Findings));
        Assert.NotNull(result.Dialog);
    }
}
