using System.Security.Cryptography.X509Certificates;
using CallbackBot.Speech;
using CallbackBot.Speech.FunAsr;
using CallbackBot.Speech.Streaming;
using CallbackBot.Testing.Peers;
using CallbackBot.Testing.Speech.Servers;

namespace CallbackBot.Tests.Speech.Streaming;

/// <summary>The images of FunASR serve TLS with a certificate that they signed themselves.</summary>
public sealed class TrustTests : IAsyncLifetime
{
    private readonly X509Certificate2 _certificate = TestCertificate.For("asr", ["127.0.0.1"]);
    private readonly X509Certificate2 _elsewhere = TestCertificate.For("asr", ["192.0.2.1"]);
    private readonly FakeFunAsr _server = new(replies: ["好了"]);

    public Task InitializeAsync() => _server.StartAsync(_certificate);

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
        _elsewhere.Dispose();
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_and_trying_again_will_not_help()
    {
        var failure = await Assert.ThrowsAsync<SpeechException>(() => HearAsync(new EngineServer(_server.Address)));

        Assert.False(failure.IsTransient);
        Assert.Contains("Speech:FunAsr:Roots", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_self_signed_certificate_is_its_own_root() =>
        Assert.Equal("好了", (await HearAsync(new EngineServer(_server.Address) { TrustedRoots = [_certificate] })).Text);

    [Fact]
    public async Task Another_root_does_not_vouch_for_it() =>
        await Assert.ThrowsAsync<SpeechException>(() => HearAsync(new EngineServer(_server.Address) { TrustedRoots = [_elsewhere] }));

    [Fact]
    public async Task Any_certificate_will_do_where_the_site_says_so() =>
        Assert.Equal("好了", (await HearAsync(new EngineServer(_server.Address) { DangerouslyAcceptAnyCertificate = true })).Text);

    private static Task<Recognition> HearAsync(EngineServer server) =>
        Replies.HearAsync(FunAsrRecognizer.Create(new FunAsrOptions(Replies.Of(server)), TimeProvider.System));
}
