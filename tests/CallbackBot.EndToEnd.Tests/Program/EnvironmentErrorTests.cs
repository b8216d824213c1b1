using System.Net;
using System.Net.Sockets;
using CallbackBot.EndToEnd.Tests.Repository;
using CallbackBot.Testing;

namespace CallbackBot.EndToEnd.Tests.Program;

/// <summary>What is wrong around the program: one clear sentence, exit code 2, nothing half-started.</summary>
public sealed class EnvironmentErrorTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>, IDisposable
{
    private readonly Site _site = new Site().With("CALLBACKBOT_DATABASE", database.ConnectionString);

    public void Dispose() => _site.Dispose();

    [Theory]
    [InlineData("serve")]
    [InlineData("rank")]
    [InlineData("answers export")]
    [InlineData("orders pull")]
    [InlineData("migrate")]
    [InlineData("demo --exit")]
    public async Task No_database_is_configured(string command)
    {
        _site.With("CALLBACKBOT_DATABASE", "");

        await FailsAsync(command, "no database is configured: set CALLBACKBOT_DATABASE");
    }

    [Fact]
    public async Task The_database_server_is_away()
    {
        _site.With("CALLBACKBOT_DATABASE", "Host=127.0.0.1;Port=1;Database=callbackbot;Username=callbackbot;Password=secret");

        var error = await FailsAsync("rank", "127.0.0.1:1");

        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_connection_string_is_none()
    {
        _site.With("CALLBACKBOT_DATABASE", "postgres://me:secret@127.0.0.1/callbackbot");

        var error = await FailsAsync("rank", "write it like 'Host=localhost;");

        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_database_has_no_tables()
    {
        await using var empty = await TestDatabase.CreateAsync(migrate: false);
        _site.With("CALLBACKBOT_DATABASE", empty.ConnectionString);

        await FailsAsync("rank", "run 'callbackbot migrate'");
    }

    [Fact]
    public async Task There_are_no_keys_for_personal_data()
    {
        _site.With("CALLBACKBOT_KEYS", "");

        await FailsAsync("orders pull", "CALLBACKBOT_KEYS");
    }

    [Fact]
    public async Task The_SIP_port_is_in_use()
    {
        using var taken = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        _site.With("Trunk__Local", taken.Client.LocalEndPoint!.ToString()!);

        await FailsAsync("serve --urls http://127.0.0.1:0", taken.Client.LocalEndPoint.ToString()!, "Trunk:Local");
    }

    [Fact]
    public async Task The_HTTP_port_is_in_use()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        await FailsAsync($"serve --urls http://{taken.LocalEndpoint}", $"http://{taken.LocalEndpoint}", "--urls");
    }

    [Fact]
    public async Task The_HTTP_address_is_none()
    {
        await FailsAsync("serve --urls nonsense", "nonsense", "--urls");
    }

    [Theory]
    [InlineData("call sip:callee@127.0.0.1:5070")]
    [InlineData("serve --urls http://127.0.0.1:0")]
    public async Task The_voice_is_not_installed(string command)
    {
        var empty = Directory.CreateDirectory(Path.Combine(_site.Home, "empty"));
        _site.With("PATH", empty.FullName);

        await FailsAsync(command, "espeak-ng is not installed", "apt-get install espeak-ng");
    }

    [Theory]
    [InlineData("call sip:callee@127.0.0.1:5070 --script SCRIPT")]
    [InlineData("serve --urls http://127.0.0.1:0")]
    public async Task A_script_with_an_error_does_not_start(string command)
    {
        var script = _site.Write("scripts/slip.yaml", """
            script: slip
            title: A slip
            language: en
            start: greet
            steps:
              greet:
                say: Hello.
                go: nowhere
            ends:
              thanks: { say: Goodbye., outcome: completed }
            """);
        _site.With("Scripts__Folder", Path.GetDirectoryName(script)!).With("Scripts__ByLanguage__en", "slip");
        File.Copy(Checkout.At("dialogs/three-rates-zh.yaml"), Path.Combine(_site.Home, "scripts", "three-rates-zh.yaml"));

        await FailsAsync(command.Replace("SCRIPT", script, StringComparison.Ordinal), "slip.yaml(8,9): ", "nowhere");
    }

    [Theory]
    [InlineData("Trunk__Lines", "many", "setting 'Trunk:Lines' is 'many': a whole number from 1 to 2000 is allowed")]
    [InlineData("Trunk__Address", "carrier", "setting 'Trunk:Address' is 'carrier': an IP address and port such as 192.0.2.10:5060 is allowed")]
    [InlineData("Trunk__RtpPorts", "20000", "setting 'Trunk:RtpPorts' is '20000': a range of ports")]
    [InlineData("Trunk__Transport", "sctp", "setting 'Trunk:Transport' is 'sctp': udp, tcp or tls is allowed")]
    [InlineData("Trunk__CallsPerSecond", "-1", "setting 'Trunk:CallsPerSecond' is '-1': a number from 0 to 1000 is allowed")]
    [InlineData("Trunk__HumanAgents", "sip:agents@192.0.2.10;transport=sctp", "setting 'Trunk:HumanAgents' is 'sip:agents@192.0.2.10;transport=sctp': a SIP URI")]
    [InlineData("Trunk__HumanAgents", "agents", "setting 'Trunk:HumanAgents' is 'agents': a SIP URI such as sip:agents@192.0.2.10:5060 is allowed, or nothing")]
    [InlineData("Trunk__Register", "carrier", "setting 'Trunk:Register' is 'carrier': an address of record such as")]
    [InlineData("Trunks__0__Lines", "0", "setting 'Trunks:0:Lines' is '0': a whole number from 1 to 2000 is allowed")]
    [InlineData("Trunks__0__Address", "192.0.2.1:99999", "setting 'Trunks:0:Address' is '192.0.2.1:99999': an IP address and port")]
    [InlineData("Trunk__Domain", "carrier.example:5060", "setting 'Trunk:Domain' is 'carrier.example:5060': a host name such as carrier.example is allowed, without port, or nothing")]
    [InlineData("Trunk__TlsName", "carrier example", "setting 'Trunk:TlsName' is 'carrier example': a host name such as carrier.example is allowed")]
    [InlineData("Trunk__Linez", "60", "setting 'Trunk:Linez' is '…': no setting has this name; 'Trunk:Lines' is the nearest. Change it in")]
    [InlineData("Trunks__0__adress", "192.0.2.1:5060", "setting 'Trunks:0:adress' is '…': no setting has this name; 'Trunks:0:Address' is the nearest")]
    [InlineData("Trunk__Tls__Root", "roots.pem", "setting 'Trunk:Tls:Root' is '…': no setting has this name; 'Trunk:Tls:Roots' is the nearest")]
    [InlineData("Trunks__0__HumanAgents", "sip:agents@192.0.2.10", "setting 'Trunks:0:HumanAgents' is 'sip:agents@192.0.2.10': it is one for all trunks and belongs into the section Trunk, as Trunk:HumanAgents")]
    [InlineData("Trunk__Password", "secret", "setting 'Trunk:UserName' is '': the user whom Password belongs to is needed")]
    [InlineData("Trunk__Local", "0.0.0.0:0", "setting 'Trunk:Advertised' is '': the address that the trunk reaches this machine at is needed")]
    [InlineData("DialEverySeconds", "0", "setting 'DialEverySeconds' is '0'")]
    public async Task A_setting_is_wrong(string name, string value, string sentence)
    {
        _site.With(name, value);

        await FailsAsync("serve", sentence, "appsettings.json");
    }

    [Fact]
    public async Task A_misspelt_setting_of_the_trunk_is_what_doctor_finds()
    {
        _site.With("Trunk__Pasword", "secret");

        var result = await _site.RunAsync("doctor");

        Assert.Equal(1, result.ExitCode);
        Assert.Matches("(?m)^WRONG +settings +setting 'Trunk:Pasword' is '…': no setting has this name; 'Trunk:Password' is the nearest", result.Output);
        Assert.DoesNotContain("secret", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_settings_file_is_no_JSON()
    {
        _site.Write("appsettings.json", "{ \"Trunk\": ");

        await FailsAsync("serve", "appsettings.json");
    }

    [Fact]
    public async Task A_folder_of_the_settings_is_missing()
    {
        _site.With("Folders__Policy", "/nonexistent/policy");

        await FailsAsync("rank", "/nonexistent/policy");
    }

    [Fact]
    public async Task The_address_to_call_is_none()
    {
        await FailsAsync("call 13800138000", "'13800138000' is not a SIP address; write it like sip:user@127.0.0.1:5070");
    }

    [Theory]
    [InlineData("sip:a@127.0.0.1:5060;transport=sctp")]
    [InlineData("sips:a@127.0.0.1:5061;transport=udp")]
    public async Task The_address_to_call_asks_for_a_transport_that_nobody_speaks(string uri)
    {
        await FailsAsync($"call {uri}", $"'{uri}' asks for a transport that is not spoken here: UDP, TCP and TLS are");
    }

    [Theory]
    [InlineData("sips:echo@127.0.0.1:5061", "TLS")]
    [InlineData("sip:echo@127.0.0.1:5061;transport=tls", "tls")]
    public async Task The_bench_does_not_call_over_TLS(string uri, string transport)
    {
        var error = await FailsAsync($"bench media --calls 1 --to {uri}", $"'{uri}' asks for {transport}: bench media calls over UDP or TCP only");

        Assert.DoesNotContain("Setting up", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_to_call_is_unknown()
    {
        await FailsAsync("call sip:callee@nowhere.invalid", "nowhere.invalid");
    }

    [Fact]
    public async Task A_field_that_the_script_does_not_speak()
    {
        await FailsAsync("call sip:callee@127.0.0.1:5070 --field name=Wang", "'--field name'", "order.short_title");
    }

    private async Task<string> FailsAsync(string command, params string[] sayings)
    {
        var result = await _site.RunAsync(command.Split(' '));

        Assert.True(result.ExitCode == 2, $"exit code {result.ExitCode}\n{result.Errors}");
        Assert.StartsWith("callbackbot: ", result.Errors, StringComparison.Ordinal);
        Assert.All(sayings, saying => Assert.Contains(saying, result.Errors, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
        Assert.Empty(_site.Processes());
        return result.Errors;
    }
}
