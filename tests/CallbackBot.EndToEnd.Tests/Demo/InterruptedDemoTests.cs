using CallbackBot.EndToEnd.Tests.Program;

namespace CallbackBot.EndToEnd.Tests.Demo;

/// <summary>Ctrl-C at any moment: the process is gone in seconds, with everything that it started, and no file is half-written.</summary>
[Collection(DemoTests.OneDemo)]
public sealed class InterruptedDemoTests(MigratedDatabase database, Site site) : IClassFixture<MigratedDatabase>, IClassFixture<Site>
{
    private readonly Site _site = site.With("CALLBACKBOT_DATABASE", database.ConnectionString);

    [Theory]
    [InlineData("Database demo_")]
    [InlineData("persons will be phoned")]
    [InlineData("Calling 6 persons")]
    public async Task Before_anybody_talks(string printed) => await InterruptAsync(demo => demo.Output.Contains(printed, StringComparison.Ordinal));

    [Fact]
    public async Task While_people_talk()
    {
        await InterruptAsync(_ => Directory.EnumerateFiles(_site.Home, "*.wav.part", SearchOption.AllDirectories).Count() > 1);

        Assert.NotEmpty(Directory.EnumerateFiles(_site.Home, "*.wav", SearchOption.AllDirectories));
    }

    private async Task InterruptAsync(Func<CallbackbotProcess, bool> when)
    {
        await using var demo = _site.Start("demo", "--citizens", "6", "--lines", "6", "--exit", "--json", Path.Combine(_site.Home, "out.json"));
        await demo.UntilAsync(() => when(demo));
        Assert.NotEmpty(_site.Processes());

        demo.Interrupt();
        var result = await demo.ExitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(130, result.ExitCode);
        Assert.Equal("callbackbot: interrupted\n", result.Errors);
        Assert.Empty(_site.Processes());
        Assert.Empty(Directory.EnumerateFiles(_site.Home, "*.part", SearchOption.AllDirectories));
        Assert.False(File.Exists(Path.Combine(_site.Home, "out.json")));
    }
}
