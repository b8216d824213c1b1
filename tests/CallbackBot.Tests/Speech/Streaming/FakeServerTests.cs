using CallbackBot.Testing.Peers;
using CallbackBot.Testing.Speech.Servers;

namespace CallbackBot.Tests.Speech.Streaming;

/// <summary>The fakes serve clients that are not ours, so what our clients do with them proves something.</summary>
public sealed class FakeServerTests
{
    private static readonly CancellationToken Soon = new CancellationTokenSource(Replies.Patience, TimeProvider.System).Token;

    [Theory]
    [InlineData(FunAsrDialect.Python)]
    [InlineData(FunAsrDialect.Cpp)]
    public Task FunASR_s_sample_order_of_messages_gets_the_text(FunAsrDialect dialect) => ServesAsync("funasr", new FakeFunAsr(dialect, replies: ["已经解决了。"]), "已经解决了。");

    [Fact]
    public Task Vosk_s_sample_order_of_messages_gets_the_text() => ServesAsync("vosk", new FakeVosk(replies: "解 决 了"), "解 决 了");

    [Fact]
    public Task Sherpa_s_sample_order_of_messages_gets_the_text() => ServesAsync("sherpa", new FakeSherpa(replies: "解决了"), "解决了");

    private static async Task ServesAsync(string client, FakeSpeechServer server, string text)
    {
        await using (server)
        {
            await server.StartAsync();
            // Debian's Python, which Debian's packages are for.
            var script = Repository.Path("tests/CallbackBot.Tests/Speech/Streaming/sample_clients.py");
            await using var python = new ChildProcess("/usr/bin/python3", Path.GetDirectoryName(script)!, script, client, server.Address.ToString());

            var exit = await python.WaitForExitAsync(Soon);

            Assert.True(exit == 0, python.Output);
            Assert.Equal(text, python.Output.Trim());
        }
    }
}
