using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using CallbackBot.EndToEnd.Tests.Calls;
using CallbackBot.Testing;
using CallbackBot.Testing.RealTime;
using CallbackBot.Testing.Sip;
using Dapper;

namespace CallbackBot.EndToEnd.Tests.Program;

/// <summary>The service, as systemd runs it.</summary>
[Collection(RealTimeCalls.Name)]
public sealed class ServeCommandTests : IAsyncLifetime
{
    private readonly Site _site = new();
    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _site.With("CALLBACKBOT_DATABASE", _database.ConnectionString).With("PullEverySeconds", "1").With("RankEverySeconds", "10");
    }

    public async Task DisposeAsync()
    {
        _site.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task It_answers_for_its_health_takes_files_in_and_drains_when_it_is_told_to_stop()
    {
        // Nobody listens there: calls fail, which the service survives.
        _site.With("Trunk__Address", "127.0.0.1:9").With("Trunk__RingTimeoutSeconds", "5");
        await using var service = _site.Start("serve", "--urls", "http://127.0.0.1:0");
        await service.UntilAsync(() => service.Output.Contains("/health", StringComparison.Ordinal));
        var url = UrlOf(service);
        var reports = Path.Combine(_site.Home, "var", "reports");
        using var client = new HttpClient();

        var health = await client.GetFromJsonAsync<JsonElement>(url);
        _site.Write("var/orders/incoming/today.csv", OrderFile.Of(OrderFile.Row("S1")));
        await service.UntilAsync(() => Directory.Exists(Path.Combine(_site.Home, "var", "orders", "done")));
        await service.UntilAsync(() => Directory.Exists(reports) && Directory.EnumerateFiles(reports, "rank-*.json").Any());
        service.Terminate();
        var stopped = await service.ExitAsync();

        Assert.Equal((12, false), (health.GetProperty("lines").GetInt32(), health.GetProperty("draining").GetBoolean()));
        var trunk = Assert.Single(health.GetProperty("trunks").EnumerateArray());
        Assert.Equal(("trunk", true, 12), (trunk.GetProperty("name").GetString(), trunk.GetProperty("up").GetBoolean(), trunk.GetProperty("lines").GetInt32()));
        Assert.True(stopped.ExitCode == 0, stopped.Errors);
        Assert.Contains("drains", stopped.Output, StringComparison.Ordinal);
        Assert.Empty(_site.Processes());
        await using var connection = await _database.Data.OpenConnectionAsync();
        Assert.Equal(["S1"], await connection.QueryAsync<string>("select order_no from work_order"));
    }

    [RealTimeFact]
    public async Task A_call_that_is_up_comes_to_its_end_before_the_service_stops()
    {
        await using var sipp = await Sipp.StartAsync("answer", "-rtp_echo");
        await using var service = await TalkingAsync(sipp);

        service.Terminate();
        await service.UntilAsync(() => service.Output.Contains("drains", StringComparison.Ordinal));
        using var client = new HttpClient();
        var health = await client.GetFromJsonAsync<JsonElement>(UrlOf(service));
        var stopped = await service.ExitAsync();

        Assert.Equal((true, 1), (health.GetProperty("draining").GetBoolean(), health.GetProperty("busy").GetInt32()));
        Assert.True(stopped.ExitCode == 0, stopped.Errors);
        Assert.Equal("completed", await StoredAsync(sipp));
    }

    [RealTimeFact]
    public async Task Asked_again_the_service_hangs_up_and_stores_what_there_is()
    {
        await using var sipp = await Sipp.StartAsync("answer", "-rtp_echo");
        await using var service = await TalkingAsync(sipp);

        service.Terminate();
        await service.UntilAsync(() => service.Output.Contains("drains", StringComparison.Ordinal));
        // What follows within a second is taken for the same request.
        using var impatience = new PeriodicTimer(TimeSpan.FromSeconds(1.5), TimeProvider.System);
        await impatience.WaitForNextTickAsync();
        service.Terminate();
        var stopped = await service.ExitAsync();

        Assert.True(stopped.ExitCode == 0, stopped.Errors);
        Assert.Equal("interrupted", await StoredAsync(sipp));
    }

    private static string UrlOf(CallbackbotProcess service) =>
        Regex.Match(service.Output, @"http://127\.0\.0\.1:[1-9]\d*/health", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;

    /// <summary>A service in the middle of a call that lasts some seconds.</summary>
    private async Task<CallbackbotProcess> TalkingAsync(SippProcess callee)
    {
        _site.Write("scripts/short.yaml", Scripts.Short);
        _site.With("Trunk__Address", callee.Address.ToString()).With("DialEverySeconds", "1").With("Trunk__OptionsEverySeconds", "0")
            .With("Scripts__Folder", "scripts").With("Scripts__ByLanguage__en", "short").With("Scripts__ByLanguage__zh-CN", "short");
        var imported = await _site.RunAsync("orders", "import", _site.Write("one.csv", OrderFile.Of(OrderFile.Row("S1"))));
        Assert.Equal(0, imported.ExitCode);
        var service = _site.Start("serve", "--urls", "http://127.0.0.1:0");
        await service.UntilAsync(() => _site.Recording);
        return service;
    }

    /// <summary>The disposition of the one attempt, whose recording is whole.</summary>
    private async Task<string> StoredAsync(SippProcess callee)
    {
        await callee.SucceededAsync();
        Assert.False(_site.Recording);
        Assert.Empty(_site.Processes());
        await using var connection = await _database.Data.OpenConnectionAsync();
        Assert.Equal((1, 2), await connection.QuerySingleAsync<(int, int)>("select count(*)::int, max(channels)::int from recording"));
        return await connection.QuerySingleAsync<string>("select disposition from attempt");
    }
}
