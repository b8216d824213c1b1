using System.Text.Json;
using CallbackBot.EndToEnd.Tests.Program;
using CallbackBot.Testing.Peers;
using CallbackBot.Testing.RealTime;

namespace CallbackBot.EndToEnd.Tests.Calls;

/// <summary><c>callbackbot call</c> over TLS to a phone that is not ours.</summary>
[Collection(RealTimeCalls.Name)]
public sealed class TlsCallTests : IDisposable
{
    private static readonly short[] Quiet = new short[60 * 8000];

    private readonly Site _site = new();
    private readonly string _script;
    private readonly string _trace;

    public TlsCallTests() => (_script, _trace) = (_site.Write("short.yaml", Scripts.Short), Path.Combine(_site.Home, "call.txt"));

    public void Dispose() => _site.Dispose();

    [RealTimeTheory]
    [InlineData("sip", ";transport=tls")]
    [InlineData("sips", "")]
    public async Task A_call_is_made_and_its_keys_are_left_out_of_the_trace(string scheme, string parameters)
    {
        using var certificate = TestCertificate.For("phone", ["127.0.0.1"]);
        await using var phone = await BaresipProcess.StartAsync(Quiet, ";mediaenc=srtp-mand", certificate, Limit.Soon());
        _site.With("Trunk__Srtp", "required").With("Trunk__Tls__Roots", _site.Write("roots.pem", certificate.ExportCertificatePem()));

        var result = await _site.RunAsync(
            "call", (phone.TlsUri with { Scheme = scheme, Parameters = parameters }).ToString(), "--script", _script, "--json", "--trace", _trace);

        Assert.True(result.ExitCode == 0, result.Errors);
        using var call = JsonDocument.Parse(result.Output);
        var text = await File.ReadAllTextAsync(_trace);
        Assert.True(call.RootElement.GetProperty("disposition").GetString() == "completed", text);
        Assert.Contains($"--> tls:127.0.0.1:{phone.Address.Port + 1}  INVITE {scheme}:***@127.0.0.1", text, StringComparison.Ordinal);
        Assert.Contains("inline:(left out)", text, StringComparison.Ordinal);
        Assert.DoesNotMatch("inline:[^(]", text);
        Assert.Contains("Audio (SRTP, encrypted)", text, StringComparison.Ordinal);
    }

    /// <summary>baresip opens a connection of its own to our Contact: without any setting somebody listens there.</summary>
    [RealTimeFact]
    public async Task The_phone_can_hang_up_although_no_listener_is_configured()
    {
        using var certificate = TestCertificate.For("phone", ["127.0.0.1"]);
        await using var phone = await BaresipProcess.StartAsync(Quiet, "", certificate, Limit.Soon());
        _site.With("Trunk__Tls__Roots", _site.Write("roots.pem", certificate.ExportCertificatePem()));
        await using var robot = _site.Start("call", phone.TlsUri.ToString(), "--script", _script, "--json", "--trace", _trace);
        await robot.UntilAsync(() => _site.Recording && phone.Output.Contains("established", StringComparison.OrdinalIgnoreCase));

        await phone.StopAsync();
        var result = await robot.ExitAsync();

        using var call = JsonDocument.Parse(result.Output);
        var text = await File.ReadAllTextAsync(_trace);
        Assert.True(call.RootElement.GetProperty("disposition").GetString() == "broke_off", text);
        Assert.Contains("=== ended by the far side, ", text, StringComparison.Ordinal);
    }

    [RealTimeFact]
    public async Task A_phone_whose_certificate_leads_to_no_trusted_root_is_not_called()
    {
        using var certificate = TestCertificate.For("phone", ["127.0.0.1"]);
        await using var phone = await BaresipProcess.StartAsync(Quiet, "", certificate, Limit.Soon());

        var result = await _site.RunAsync("call", phone.TlsUri.ToString(), "--script", _script, "--json", "--trace", "-");

        Assert.True(result.ExitCode == 1, result.Errors);
        using var call = JsonDocument.Parse(result.Output);
        Assert.Equal(("carrier_error", 0), (call.RootElement.GetProperty("disposition").GetString(), call.RootElement.GetProperty("code").GetInt32()));
        Assert.Contains("=== not reached: the peer's certificate is refused: ", result.Errors, StringComparison.Ordinal);
    }
}
