using System.Globalization;
using CallbackBot.EndToEnd.Tests.Program;
using CallbackBot.EndToEnd.Tests.Repository;
using CallbackBot.Telephony.Audio;
using CallbackBot.Testing;
using CallbackBot.Testing.Peers;
using CallbackBot.Testing.RealTime;
using CallbackBot.Testing.Sip;
using Dapper;

namespace CallbackBot.EndToEnd.Tests.Calls;

/// <summary>The service phones a number whose network speaks in early media before it refuses: from RTP to the row of the attempt.</summary>
[Collection(RealTimeCalls.Name)]
public sealed class EarlyMediaCallTests : IAsyncLifetime
{
    private readonly Site _site = new();
    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _site.Write("scripts/short.yaml", Scripts.Short);
        _site.With("CALLBACKBOT_DATABASE", _database.ConnectionString).With("DialEverySeconds", "1").With("Trunk__OptionsEverySeconds", "0")
            .With("Scripts__Folder", "scripts").With("Scripts__ByLanguage__en", "short").With("Scripts__ByLanguage__zh-CN", "short");
    }

    public async Task DisposeAsync()
    {
        _site.Dispose();
        await _database.DisposeAsync();
    }

    /// <summary>The cause says less than the tone (16: normal clearing), or nothing besides the code.</summary>
    [RealTimeTheory]
    [InlineData("486 Busy Here", 486, 17, "busy", true, "busy")]
    [InlineData("480 Temporarily Unavailable", 480, 16, "busy", true, "busy")]
    [InlineData("404 Not Found", 404, 1, "announcement", false, "empty_number")]
    public async Task Code_cause_sound_and_recording_are_kept_beside_what_they_mean(
        string status, int code, int cause, string sound, bool isTone, string disposition)
    {
        await using var network = await RefusingAsync(status, cause, isTone);

        await PhoneAsync(network);

        await using var connection = await _database.Data.OpenConnectionAsync();
        var attempt = await connection.QuerySingleAsync<(long Id, int Provisional, int Code, int Cause, string Sound, string? Cadence, string Disposition)>(
            "select id, provisional, carrier_code, q850_cause, early_sound, early_cadence, disposition from attempt");
        Assert.Equal((183, code, cause, sound, disposition), (attempt.Provisional, attempt.Code, attempt.Cause, attempt.Sound, attempt.Disposition));
        Assert.Equal(isTone, attempt.Cadence is not null);
        Assert.Equal((code, status[4..]), await connection.QuerySingleAsync<(int, string)>("select code, reason from attempt_leg"));
        var early = Assert.Single(Directory.EnumerateFiles(_site.Recordings, "*.wav", SearchOption.AllDirectories));
        Assert.Equal($"{attempt.Id}.early.wav", Path.GetFileName(early));
        Assert.InRange(await LoudSecondsAsync(early), 1.5, 6);
    }

    /// <summary>SIPp with a tone that we wrote, or with the speech that it brings along.</summary>
    private async Task<SippProcess> RefusingAsync(string status, int cause, bool isTone)
    {
        var tone = new byte[8000 * 5];
        new ToneGenerator(ToneCadence.Busy).Fill(tone);
        _site.Write("sipp/busy.alaw", tone);
        var play = isTone ? "rtp_stream=\"busy.alaw,1,8,PCMA/8000\"" : "play_pcap_audio=\"/usr/share/sip-tester/g711a.pcap\"";
        var scenario = (await File.ReadAllTextAsync(Checkout.At("tests/CallbackBot.EndToEnd.Tests/Calls/early-refusal.xml")))
            .Replace("PLAY", play, StringComparison.Ordinal).Replace("STATUS", status, StringComparison.Ordinal)
            .Replace("CAUSE", cause.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("[media_port]", isTone ? "[rtpstream_audio_port]" : "[media_port]", StringComparison.Ordinal);
        return await SippProcess.StartAsync(_site.Write("sipp/early-refusal.xml", scenario));
    }

    /// <summary>One order, one call, and the service is told to stop, which waits for the row.</summary>
    private async Task PhoneAsync(SippProcess network)
    {
        _site.With("Trunk__Address", network.Address.ToString());
        var imported = await _site.RunAsync("orders", "import", _site.Write("one.csv", OrderFile.Of(OrderFile.Row("S1"))));
        Assert.True(imported.ExitCode == 0, imported.Errors);
        await using var service = _site.Start("serve", "--urls", "http://127.0.0.1:0");
        await network.SucceededAsync();
        service.Terminate();
        var stopped = await service.ExitAsync();
        Assert.True(stopped.ExitCode == 0, stopped.Errors);
    }

    /// <summary>What SoX leaves of a recording when it takes the silence away.</summary>
    private async Task<double> LoudSecondsAsync(string wav)
    {
        var loud = Path.Combine(_site.Home, "loud.wav");
        using var soon = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        await using var sox = new ChildProcess("sox", _site.Home, wav, loud, "silence", "-l", "1", "0.1", "1%", "-1", "0.1", "1%");
        Assert.True(await sox.WaitForExitAsync(soon.Token) == 0, sox.Output);
        await using var soxi = new ChildProcess("soxi", _site.Home, "-D", loud);
        Assert.Equal(0, await soxi.WaitForExitAsync(soon.Token));
        return double.Parse(soxi.Output, CultureInfo.InvariantCulture);
    }
}
