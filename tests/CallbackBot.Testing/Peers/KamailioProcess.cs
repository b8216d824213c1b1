using System.Net;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Testing.Peers;

/// <summary>
/// A kamailio proxy in front of one callee, on free loopback ports: it asks every caller for a password (407; 401 for REGISTER), stays in the path by
/// Record-Route, and keeps registrations in memory.
/// </summary>
public sealed class KamailioProcess : IAsyncDisposable
{
    /// <summary>The realm of its challenges.</summary>
    public const string Realm = "kamailio.test";

    /// <summary>The password of every user.</summary>
    public const string Password = "s3cret";

    private readonly ChildProcess _process;
    private readonly string _folder;

    private KamailioProcess(ChildProcess process, string folder, IPEndPoint address) => (_process, _folder, Address) = (process, folder, address);

    /// <summary>Where it takes SIP over UDP and over TCP.</summary>
    public IPEndPoint Address { get; }

    /// <summary>Everything it printed.</summary>
    public string Output => _process.Output;

    /// <summary>Starts a proxy.</summary>
    /// <param name="callee">Whom it passes calls on to; to the registered contact of the user that is called when null.</param>
    /// <param name="algorithm">Of its challenges: <c>MD5</c> or <c>SHA-256</c>.</param>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    public static async Task<KamailioProcess> StartAsync(SipHop? callee, string algorithm, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("kamailio-").FullName;
        var address = new IPEndPoint(IPAddress.Loopback, FreePorts.Next());
        var configuration = Path.Combine(folder, "kamailio.cfg");
        await File.WriteAllTextAsync(configuration, Configuration(address, callee, algorithm), cancellationToken);

        // -DD -E: in the foreground, logging to us; -m, -M: megabytes of shared and private memory.
        var process = new ChildProcess(Program(), folder, "-DD", "-E", "-f", configuration, "-Y", folder, "-w", folder, "-m", "16", "-M", "4");
        var proxy = new KamailioProcess(process, folder, address);
        try
        {
            await process.WaitForTcpAsync(address.Port, cancellationToken);
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it, and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Configuration(IPEndPoint address, SipHop? callee, string algorithm) => $$"""
        #!KAMAILIO
        debug=0
        log_stderror=yes
        children=1
        tcp_children=1
        auto_aliases=no
        listen=udp:{{address}}
        listen=tcp:{{address}}
        mpath="{{ModuleFolder()}}"
        loadmodule "tm.so"
        loadmodule "sl.so"
        loadmodule "rr.so"
        loadmodule "pv.so"
        loadmodule "maxfwd.so"
        loadmodule "textops.so"
        loadmodule "siputils.so"
        loadmodule "usrloc.so"
        loadmodule "registrar.so"
        loadmodule "auth.so"
        modparam("usrloc", "db_mode", 0)
        modparam("auth", "algorithm", "{{(algorithm == "MD5" ? "" : algorithm)}}")

        request_route {
          if (!mf_process_maxfwd_header("10")) {
            sl_send_reply("483", "Too Many Hops");
            exit;
          }
          if (is_method("CANCEL")) {
            if (t_check_trans()) t_relay();
            exit;
          }
          if (has_totag()) {
            if (loose_route()) t_relay();
            else if (is_method("ACK") && t_check_trans()) t_relay();
            else if (!is_method("ACK")) sl_send_reply("404", "Not Here");
            exit;
          }
          if (is_method("OPTIONS")) {
            sl_send_reply("200", "OK");
            exit;
          }
          t_check_trans();
          if (is_method("REGISTER")) {
            if (!pv_www_authenticate("{{Realm}}", "{{Password}}", "0")) www_challenge("{{Realm}}", "1");
            else save("location");
            exit;
          }
          if (is_method("INVITE")) {
            if (!pv_proxy_authenticate("{{Realm}}", "{{Password}}", "0")) {
              proxy_challenge("{{Realm}}", "1");
              exit;
            }
            consume_credentials();
          }
          record_route();
          {{(callee is null
              ? "if (!lookup(\"location\")) { sl_send_reply(\"404\", \"Not Found\"); exit; }"
              : $"$du = \"sip:{callee.Address};transport={callee.Protocol.ToString().ToLowerInvariant()}\";")}}
          t_relay();
        }

        """;

    // Users other than root have no /usr/sbin on their path.
    private static string Program() => File.Exists("/usr/sbin/kamailio") ? "/usr/sbin/kamailio" : "kamailio";

    private static string ModuleFolder() =>
        Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu").Select(d => Path.Combine(d, "kamailio/modules/")).FirstOrDefault(Directory.Exists)
            ?? throw new InvalidOperationException("kamailio's modules are not installed (scripts/install-tools test installs them).");
}
