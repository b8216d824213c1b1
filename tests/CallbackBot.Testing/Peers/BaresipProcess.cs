using System.Net;
using System.Security.Cryptography.X509Certificates;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Testing.Peers;

/// <summary>
/// A baresip phone that answers every call at once, plays one piece of audio and records both sides. It is the independent witness of what
/// a citizen hears: stop it, then read <see cref="Heard"/>.
/// </summary>
public sealed class BaresipProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly string _folder;

    private BaresipProcess(ChildProcess process, string folder, IPEndPoint address) => (_process, _folder, Address) = (process, folder, address);

    /// <summary>Where it takes SIP over UDP and TCP; TLS is on the next port.</summary>
    public IPEndPoint Address { get; }

    /// <summary>What to call.</summary>
    public SipUri Uri => SipUri.At(Address, "callee");

    /// <summary>What to call over TLS.</summary>
    public SipUri TlsUri => SipUri.At(new IPEndPoint(Address.Address, Address.Port + 1), "callee") with { Parameters = ";transport=tls" };

    /// <summary>The recordings of what it heard, one per call, oldest first: 16-bit WAV, 8 kHz, one channel. Complete after <see cref="StopAsync"/>.</summary>
    public IReadOnlyList<string> Heard => Recordings("dec");

    /// <summary>The recordings of what it played.</summary>
    public IReadOnlyList<string> Played => Recordings("enc");

    /// <summary>Everything it printed.</summary>
    public string Output => _process.Output;

    /// <summary>Starts a phone that says <paramref name="speech"/> (16-bit samples, 8 kHz) to whoever calls.</summary>
    public static Task<BaresipProcess> StartAsync(ReadOnlyMemory<short> speech, CancellationToken cancellationToken) =>
        StartAsync(speech, "", cancellationToken);

    /// <summary>The same with more parameters for its account, such as <c>;mediaenc=srtp-mand</c>.</summary>
    public static Task<BaresipProcess> StartAsync(ReadOnlyMemory<short> speech, string account, CancellationToken cancellationToken) =>
        StartAsync(speech, account, null, cancellationToken);

    /// <summary>The same with a certificate: then it takes TLS too.</summary>
    public static async Task<BaresipProcess> StartAsync(
        ReadOnlyMemory<short> speech, string account, X509Certificate2? certificate, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("baresip-").FullName;
        var address = new IPEndPoint(IPAddress.Loopback, FreePorts.Next());
        var control = FreePorts.Next();
        Directory.CreateDirectory(Path.Combine(folder, "recordings"));
        WritePcm(Path.Combine(folder, "speech.wav"), speech.Span);
        var configuration = Configuration(address, control);
        if (certificate is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "phone.pem"), TestCertificate.Pem(certificate), cancellationToken);
            configuration += "sip_certificate phone.pem\n";
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "config"), configuration, cancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "accounts"),
            $"<sip:callee@{address};transport=udp>;regint=0;answermode=auto;audio_codecs=pcma/8000/1,pcmu/8000/1;ptime=20{account}\n",
            cancellationToken);

        // -t: should the test be killed, the phone ends by itself.
        var process = new ChildProcess("baresip", folder, "-f", folder, "-4", "-t", "300");
        var phone = new BaresipProcess(process, folder, address);
        try
        {
            await process.WaitForTcpAsync(control, cancellationToken);
            return phone;
        }
        catch
        {
            await phone.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the phone, which completes its recordings.</summary>
    public Task StopAsync() => _process.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string[] Recordings(string side) =>
        [.. Directory.EnumerateFiles(Path.Combine(_folder, "recordings"), $"dump-*-{side}.wav").Order(StringComparer.Ordinal)];

    private static string Configuration(IPEndPoint address, int control) => $"""
        poll_method epoll
        sip_listen {address}
        audio_player aufile,player.wav
        audio_source aufile,speech.wav
        audio_alert aufile,speech.wav
        ausrc_srate 8000
        auplay_srate 8000
        ausrc_channels 1
        auplay_channels 1
        rtp_ports 30000-39999
        module_path {ModuleFolder()}
        module g711.so
        module sndfile.so
        module aufile.so
        module srtp.so
        module_tmp account.so
        module_app menu.so
        module_app ctrl_tcp.so
        ctrl_tcp_listen 127.0.0.1:{control}
        snd_path recordings

        """;

    // Debian 12 puts the modules here; later releases into the folder of the architecture.
    private static string ModuleFolder() =>
        Directory.Exists("/usr/lib/baresip/modules")
            ? "/usr/lib/baresip/modules"
            : Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu").Select(d => Path.Combine(d, "baresip/modules")).FirstOrDefault(Directory.Exists)
              ?? throw new InvalidOperationException("baresip's modules are not installed (scripts/install-tools test installs them).");

    private static void WritePcm(string path, ReadOnlySpan<short> samples)
    {
        using var file = new BinaryWriter(File.Create(path));
        file.Write("RIFF"u8);
        file.Write(36 + (samples.Length * 2));
        file.Write("WAVEfmt "u8);
        file.Write(16);
        file.Write((short)1);
        file.Write((short)1);
        file.Write(8000);
        file.Write(16000);
        file.Write((short)2);
        file.Write((short)16);
        file.Write("data"u8);
        file.Write(samples.Length * 2);
        foreach (var sample in samples) file.Write(sample);
    }
}
