using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using CallbackBot.EndToEnd.Tests.Calls;
using CallbackBot.Telephony.Sip;
using CallbackBot.Testing.Peers;
using CallbackBot.Testing.RealTime;

namespace CallbackBot.EndToEnd.Tests.Program;

/// <summary><c>trunk status</c> against an agent of ours, SIPp as a registrar, and a port where nobody is.</summary>
[Collection(RealTimeCalls.Name)]
public sealed class TrunkStatusTests : IDisposable
{
    private readonly Site _site = new();

    public void Dispose() => _site.Dispose();

    [RealTimeFact]
    public async Task A_trunk_that_answers_is_up_and_one_that_does_not_is_down()
    {
        await using var carrier = new SipUserAgent(
            new SipUserAgentOptions { Local = new IPEndPoint(IPAddress.Loopback, 0), RtpPorts = (40000, 40098) }, TimeProvider.System, new Random(1));
        await carrier.StartAsync(default);
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        _site.With("Trunks__0__Name", "carrier").With("Trunks__0__Address", carrier.LocalEndPoint.ToString()).With("Trunks__0__Lines", "30")
            .With("Trunks__1__Name", "spare").With("Trunks__1__Address", silent.Client.LocalEndPoint!.ToString()!).With("Trunk__CallsPerSecond", "2.5");

        var text = await _site.RunAsync("trunk", "status", "--wait", "1");
        var json = await _site.RunAsync("trunk", "status", "--wait", "1", "--json");

        Assert.Equal((1, ""), (text.ExitCode, text.Errors));
        Assert.Matches(@"(?m)^carrier: up$", text.Output);
        Assert.Contains("200 OK in ", text.Output, StringComparison.Ordinal);
        Assert.Contains("30 lines, 2.5 calls per second", text.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^spare: DOWN$", text.Output);
        Assert.Contains($"nobody answers at {silent.Client.LocalEndPoint} over udp: check", text.Output, StringComparison.Ordinal);

        Assert.Equal(1, json.ExitCode);
        var trunks = JsonDocument.Parse(json.Output).RootElement.GetProperty("trunks");
        Assert.Equal([("carrier", true, 200, 30), ("spare", false, 0, 12)], trunks.EnumerateArray().Select(t => (
            t.GetProperty("name").GetString()!, t.GetProperty("up").GetBoolean(), t.GetProperty("options").GetProperty("code").GetInt32(),
            t.GetProperty("limits").GetProperty("lines").GetInt32())));
        Assert.InRange(trunks[0].GetProperty("options").GetProperty("round_trip_ms").GetDouble(), 0.001, 1000);
    }

    [RealTimeTheory]
    [InlineData("tcp")]
    [InlineData("tls")]
    public async Task A_trunk_is_asked_over_its_transport(string transport)
    {
        using var certificate = TestCertificate.For("carrier", ["127.0.0.1"]);
        var loopback = new IPEndPoint(IPAddress.Loopback, 0);
        var asked = new ConcurrentQueue<SipProtocol>();
        await using var carrier = new SipUserAgent(
            new SipUserAgentOptions
            {
                Local = loopback,
                RtpPorts = (40100, 40198),
                Tls = new SipTlsOptions { Listen = loopback, Certificate = certificate },
                Trace = (_, peer, _) => asked.Enqueue(peer.Protocol),
            },
            TimeProvider.System,
            new Random(1));
        await carrier.StartAsync(default);
        _site.With("Trunk__Address", (transport == "tls" ? carrier.TlsEndPoint! : carrier.LocalEndPoint).ToString()).With("Trunk__Transport", transport)
            .With("Trunk__Tls__Roots", _site.Write("roots.pem", certificate.ExportCertificatePem()));

        var result = await _site.RunAsync("trunk", "status");

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        Assert.Matches(@"(?m)^trunk: up$", result.Output);
        Assert.Contains($"over {transport}", result.Output, StringComparison.Ordinal);
        Assert.Equal([transport], asked.Select(p => p.ToString().ToLowerInvariant()).Distinct());
    }

    // RFC 5922 section 7
    [RealTimeFact]
    public async Task A_certificate_that_is_refused_is_no_silence()
    {
        using var certificate = TestCertificate.For("carrier", ["127.0.0.2"]);
        var loopback = new IPEndPoint(IPAddress.Loopback, 0);
        await using var carrier = new SipUserAgent(
            new SipUserAgentOptions { Local = loopback, RtpPorts = (40200, 40298), Tls = new SipTlsOptions { Listen = loopback, Certificate = certificate } },
            TimeProvider.System,
            new Random(1));
        await carrier.StartAsync(default);
        _site.With("Trunk__Address", carrier.TlsEndPoint!.ToString()).With("Trunk__Transport", "tls")
            .With("Trunk__Tls__Roots", _site.Write("roots.pem", certificate.ExportCertificatePem()));

        var result = await _site.RunAsync("trunk", "status");

        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"(?m)^  OPTIONS +the peer's certificate is refused: it is not for 127\.0\.0\.1$", result.Output);
        Assert.Matches(@"(?m)^  to do +127\.0\.0\.1:\d+ over tls answers and does not prove who it is: check Tls:Roots", result.Output);
    }

    [RealTimeFact]
    public async Task A_registration_is_asked_for_without_touching_it()
    {
        // RFC 3261 section 10.2.3: the scenario accepts a REGISTER without Contact only, after a challenge.
        await using var registrar = await Sipp.StartAsync("registrar-fetch", "-m", "3");
        _site.With("Trunk__Address", registrar.Address.ToString()).With("Trunk__Register", "sip:12345@carrier.example")
            .With("Trunk__UserName", "robot").With("Trunk__Password", "secret");

        var result = await _site.RunAsync("trunk", "status", "--json");

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        var registration = JsonDocument.Parse(result.Output).RootElement.GetProperty("trunks")[0].GetProperty("registration");
        Assert.Equal((true, 200, 1), (
            registration.GetProperty("accepted").GetBoolean(), registration.GetProperty("code").GetInt32(), registration.GetProperty("contacts").GetInt32()));
        await registrar.SucceededAsync();
    }

    [RealTimeFact]
    public async Task Why_a_connection_did_not_come_about_is_said()
    {
        using var plain = new TcpListener(IPAddress.Loopback, 0);
        plain.Start();
        var port = ((IPEndPoint)plain.LocalEndpoint).Port;
        plain.Stop();
        _site.With("Trunk__Address", $"127.0.0.1:{port}").With("Trunk__Transport", "tcp").With("Trunk__Register", "sip:12345@carrier.example");

        var result = await _site.RunAsync("trunk", "status");

        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"(?m)^  OPTIONS +Connection refused", result.Output);
        Assert.Matches(@"(?m)^  registrar +sip:12345@carrier.example: Connection refused", result.Output);
    }

    [RealTimeFact]
    public async Task Silence_is_told_apart_from_a_refusal()
    {
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        _site.With("Trunk__Address", silent.Client.LocalEndPoint!.ToString()!).With("Trunk__Register", "sip:12345@carrier.example");

        var result = await _site.RunAsync("trunk", "status", "--wait", "1");

        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"(?m)^  OPTIONS +no answer within 1 s$", result.Output);
        Assert.Matches(@"(?m)^  registrar +sip:12345@carrier.example: no answer within 1 s$", result.Output);
    }

    [RealTimeFact]
    public async Task A_name_that_nobody_knows_is_said_with_what_to_do()
    {
        _site.With("Trunk__Address", "carrier.invalid:5060").With("Trunk__Register", "sip:12345@carrier.example");

        var result = await _site.RunAsync("trunk", "status");

        Assert.Equal((1, ""), (result.ExitCode, result.Errors));
        Assert.Matches(@"(?m)^  OPTIONS +its address does not resolve$", result.Output);
        Assert.Matches(@"(?m)^  registrar +sip:12345@carrier.example: its address does not resolve$", result.Output);
        Assert.Contains("the name carrier.invalid leads to no address: check Address of the trunk", result.Output, StringComparison.Ordinal);
    }

    [RealTimeTheory]
    [InlineData("CallerId")]
    [InlineData("NetworkNumber")]
    public async Task A_caller_that_would_spoil_From_is_refused(string setting)
    {
        _site.With($"Trunk__{setting}", "123 45<");

        var result = await _site.RunAsync("trunk", "status");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"setting 'Trunk:{setting}' is '123 45<': a number such as", result.Errors, StringComparison.Ordinal);
    }

    [RealTimeFact]
    public async Task The_name_of_a_trunk_is_its_own()
    {
        _site.With("Trunks__0__Address", "127.0.0.1:5080").With("Trunks__1__Address", "127.0.0.1:5081");

        var result = await _site.RunAsync("trunk", "status");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("setting 'Trunks:1:Name' is 'trunk': every trunk of the list needs a name of its own", result.Errors, StringComparison.Ordinal);
    }
}
