using System.Net;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Testing.Peers;

/// <summary>What kamailio is told: its modules, and what it does with each request.</summary>
internal static class KamailioConfiguration
{
    /// <summary>The configuration file.</summary>
    /// <param name="setup">What it is.</param>
    /// <param name="address">Where it listens over UDP and TCP.</param>
    /// <param name="tlsAddress">Where it listens over TLS, if it has a certificate.</param>
    /// <param name="certificate">The file with its certificate and key.</param>
    public static string Write(KamailioSetup setup, IPEndPoint address, IPEndPoint tlsAddress, string certificate) => $$"""
        #!KAMAILIO
        debug=0
        log_stderror=yes
        children=1
        tcp_children=1
        auto_aliases=no
        listen=udp:{{address}}
        listen=tcp:{{address}}
        mpath="{{ModuleFolder()}}"
        {{(setup.Certificate is null ? "" : Tls(tlsAddress, certificate))}}
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
        modparam("registrar", "min_expires", {{setup.MinExpires.TotalSeconds:0}})
        # A registration that is too brief is refused, not made longer.
        modparam("registrar", "min_expires_mode", 1)
        modparam("auth", "algorithm", "{{(setup.Algorithm == "MD5" ? "" : setup.Algorithm)}}")

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
            if (!pv_www_authenticate("{{KamailioProcess.Realm}}", "{{KamailioProcess.Password}}", "0")) www_challenge("{{KamailioProcess.Realm}}", "1");
            else save("location");
            exit;
          }
          if (is_method("INVITE")) {
            if (!pv_proxy_authenticate("{{KamailioProcess.Realm}}", "{{KamailioProcess.Password}}", "0")) {
              proxy_challenge("{{KamailioProcess.Realm}}", "1");
              exit;
            }
            consume_credentials();
          }
          record_route();
          {{Onward(setup.Callee)}}
          t_relay();
        }

        """;

    private static string Tls(IPEndPoint address, string certificate) => $"""
        enable_tls=yes
        listen=tls:{address}
        loadmodule "tls.so"
        modparam("tls", "certificate", "{certificate}")
        modparam("tls", "private_key", "{certificate}")
        modparam("tls", "tls_method", "TLSv1.2+")
        """;

    private static string Onward(SipHop? callee) => callee is null
        ? "if (!lookup(\"location\")) { sl_send_reply(\"404\", \"Not Found\"); exit; }"
        : $"$du = \"sip:{callee.Address};transport={callee.Protocol.ToString().ToLowerInvariant()}\";";

    private static string ModuleFolder() =>
        Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu").Select(d => Path.Combine(d, "kamailio/modules/")).FirstOrDefault(Directory.Exists)
            ?? throw new InvalidOperationException("kamailio's modules are not installed (scripts/install-tools test installs them).");
}
