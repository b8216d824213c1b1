namespace CallbackBot.EndToEnd.Tests.Repository;

public sealed class ScriptTests
{
    [Fact]
    public async Task Scripts_pass_shellcheck()
    {
        var scripts = Directory.EnumerateFiles(Checkout.At("scripts")).Where(IsBash).Append(Checkout.At(".ci/run"));

        var result = await Script.RunAsync("shellcheck", ["-x", "-a", "-P", "SCRIPTDIR", .. scripts]);

        Assert.True(result.ExitCode == 0, result.Output);
    }

    private static bool IsBash(string path) => File.ReadLines(path).FirstOrDefault()?.EndsWith("bash", StringComparison.Ordinal) == true;
}
