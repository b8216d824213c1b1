using CallbackBot.Speech;
using CallbackBot.Speech.Azure;
using CallbackBot.Testing;
using CallbackBot.Testing.Azure;

namespace CallbackBot.Tests.Speech.Azure;

public sealed class AzureTokensTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private AzureSpeechFake _azure = null!;
    private AzureTokens _tokens = null!;

    public async Task InitializeAsync()
    {
        _azure = await AzureSpeechFake.StartAsync();
        _tokens = new AzureTokens(new AzureSpeechOptions { Key = AzureSpeechFake.Key, TokenUrl = _azure.TokenUrl }, _time);
    }

    public async Task DisposeAsync()
    {
        _tokens.Dispose();
        await _azure.DisposeAsync();
    }

    [Fact]
    public async Task A_token_is_used_for_eight_minutes_then_renewed_behind_the_back_of_the_calls()
    {
        var first = await GetAsync();
        _time.Advance(TimeSpan.FromMinutes(7.9));
        Assert.Equal(first, await GetAsync());
        Assert.Equal(1, _azure.TokensIssued);

        _time.Advance(TimeSpan.FromMinutes(0.2));
        var renewed = await GetAsync();
        while (renewed == first) renewed = await GetAsync();
        Assert.Equal(2, _azure.TokensIssued);
    }

    [Fact]
    public async Task A_token_that_is_too_old_is_waited_for()
    {
        var first = await GetAsync();

        _time.Advance(TimeSpan.FromMinutes(9.6));

        Assert.NotEqual(first, await GetAsync());
    }

    [Fact]
    public async Task Calls_that_begin_together_fetch_one_token()
    {
        var tokens = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => GetAsync()));

        Assert.Single(tokens.Distinct());
        Assert.Equal(1, _azure.TokensIssued);
    }

    [Fact]
    public async Task A_key_that_is_not_known_does_not_get_better()
    {
        using var stranger = new AzureTokens(new AzureSpeechOptions { Key = "nobody's", TokenUrl = _azure.TokenUrl }, _time);

        var failure = await Assert.ThrowsAsync<SpeechException>(() => stranger.GetAsync(CancellationToken.None).AsTask());

        Assert.False(failure.IsTransient);
        Assert.Contains("TokenUrl", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_issues_tokens_another_try_may_help()
    {
        var gone = await AzureSpeechFake.StartAsync();
        await gone.DisposeAsync();
        using var tokens = new AzureTokens(new AzureSpeechOptions { Key = AzureSpeechFake.Key, TokenUrl = gone.TokenUrl }, _time);

        Assert.True((await Assert.ThrowsAsync<SpeechException>(() => tokens.GetAsync(CancellationToken.None).AsTask())).IsTransient);
    }

    [Fact]
    public async Task A_token_file_is_read_anew_each_time()
    {
        using var folder = new TempFolder();
        var file = folder.File("token");
        using var tokens = new AzureTokens(new AzureSpeechOptions { TokenFile = file }, _time);

        await File.WriteAllTextAsync(file, "first\n");
        Assert.Equal("first", await tokens.GetAsync(CancellationToken.None));
        await File.WriteAllTextAsync(file, "second");
        Assert.Equal("second", await tokens.GetAsync(CancellationToken.None));
        File.Delete(file);
        Assert.Contains("TokenFile", (await Assert.ThrowsAsync<SpeechException>(() => tokens.GetAsync(CancellationToken.None).AsTask())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_key_goes_along_there_is_no_token()
    {
        using var tokens = new AzureTokens(new AzureSpeechOptions { Key = AzureSpeechFake.Key }, _time);

        Assert.Null(await tokens.GetAsync(CancellationToken.None));
    }

    private Task<string?> GetAsync() => _tokens.GetAsync(CancellationToken.None).AsTask();
}
