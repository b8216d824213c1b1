using CallbackBot.Telephony.Sip.Trunks;
using CallbackBot.Testing;

namespace CallbackBot.Telephony.Tests.Sip.Trunks;

/// <summary>OPTIONS as a sign of life (RFC 3261 section 11); how often and how many count is for us to say.</summary>
public sealed class TrunkHealthTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly CancellationTokenSource _end = new();
    private readonly List<double> _asked = [];
    private readonly List<string> _changes = [];
    private DateTimeOffset _start;
    private Task _running = Task.CompletedTask;
    private OptionsAnswer _answer = Of(200);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        _end.Dispose();
    }

    /// <summary>A 503 is an answer too, but says that no call would be taken (section 21.5.4).</summary>
    [Theory]
    [InlineData(200, true)]
    [InlineData(401, true)]
    [InlineData(404, true)]
    [InlineData(500, true)]
    [InlineData(503, false)]
    [InlineData(0, false)]
    public void Section_11_2_any_final_answer_but_503_is_a_sign_of_life(int code, bool isAlive) => Assert.Equal(isAlive, Of(code).IsAlive);

    [Fact]
    public async Task A_trunk_is_asked_seldom_while_all_is_well_and_often_while_answers_are_missing()
    {
        var health = Start();
        await PassAsync(61);
        Assert.Equal([0, 30, 60], _asked);
        _answer = Of(0);
        await PassAsync(45);
        Assert.Equal([0, 30, 60, 90, 95, 100, 105], _asked);
        Assert.False(health.IsUp);
        Assert.Equal(["down: no answer"], _changes);
        _answer = Of(404);
        await PassAsync(10);
        Assert.True(health.IsUp);
        Assert.Equal(["down: no answer", "up: 404 phrase"], _changes);
    }

    [Fact]
    public async Task A_trunk_is_up_until_proven_otherwise_and_one_lost_answer_proves_nothing()
    {
        var health = Start();
        Assert.True(health.IsUp);
        _answer = Of(0);
        await PassAsync(31);
        _answer = Of(200);
        await PassAsync(60);
        Assert.True(health.IsUp);
        Assert.Empty(_changes);
        Assert.Equal([0, 30, 35, 65], _asked);
    }

    private static OptionsAnswer Of(int code) => new(code, code == 0 ? "no answer" : "phrase", TimeSpan.FromMilliseconds(3));

    private TrunkHealth Start()
    {
        _start = _time.GetUtcNow();
        var health = new TrunkHealth(
            new TrunkHealthOptions(),
            (_, _) =>
            {
                _asked.Add((_time.GetUtcNow() - _start).TotalSeconds);
                return Task.FromResult(_answer);
            },
            _time, (up, answer) => _changes.Add($"{(up ? "up" : "down")}: {answer}"));
        _running = health.RunAsync(_end.Token);
        return health;
    }

    private async Task PassAsync(int seconds)
    {
        for (var passed = 0; passed < seconds; passed++)
        {
            await Quiescence.SettleAsync();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await Quiescence.SettleAsync();
    }
}
