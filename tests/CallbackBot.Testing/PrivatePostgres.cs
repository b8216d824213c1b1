using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CallbackBot.Testing;

/// <summary>
/// A PostgreSQL server of this test process, in a folder of its own, gone when the process ends. Debian's binaries; run as <c>postgres</c> where
/// the tests run as root, which the server refuses.
/// </summary>
internal static class PrivatePostgres
{
    private static readonly Lazy<Task<string>> Server = new(StartAsync);

    public static Task<string> ConnectionStringAsync() => Server.Value;

    private static async Task<string> StartAsync()
    {
        var bin = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(d => Path.Combine(d, "bin")).LastOrDefault(d => File.Exists(Path.Combine(d, "initdb")))
            : null;
        if (bin is null) throw new InvalidOperationException("No PostgreSQL here: install postgresql, or name a server in CALLBACKBOT_TEST_DB.");

        // A short path: that of a socket has 107 bytes at most.
        var home = $"/tmp/cbt-{Environment.ProcessId}";
        var data = Path.Combine(home, "data");
        Directory.CreateDirectory(home);
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "postgres", home);
        await AsServerUser(Path.Combine(bin, "initdb"), "-D", data, "-U", "callbackbot", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions");

        var port = FreePort();
        // A session of its own: Ctrl-C in the terminal must not reach it before the tests have ended.
        await AsServerUser(
            "setsid", Path.Combine(bin, "pg_ctl"), "start", "--wait", "--silent", "-D", data, "-l", Path.Combine(home, "log"),
            "-o", $"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop(bin, data, home);
        return $"Host=127.0.0.1;Port={port};Username=callbackbot;Database=postgres;Include Error Detail=true";
    }

    private static void Stop(string bin, string data, string home)
    {
        using var stop = Process.Start(AsUser(Path.Combine(bin, "pg_ctl"), "stop", "--mode=immediate", "--silent", "-D", data))!;
        stop.WaitForExit();
        Directory.Delete(home, recursive: true);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static Task AsServerUser(params string[] command) => RunAsync(AsUser(command));

    private static Task RunAsync(params string[] command) => RunAsync(Start(command));

    private static ProcessStartInfo AsUser(params string[] command) =>
        Environment.IsPrivilegedProcess ? Start(["runuser", "-u", "postgres", "--", .. command]) : Start(command);

    // Nothing is redirected but input: the server inherits what pg_ctl has, and a pipe would stay open as long as it runs.
    private static ProcessStartInfo Start(string[] command) => new(command[0], command[1..]) { WorkingDirectory = "/", RedirectStandardInput = true };

    private static async Task RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}."));
    }
}
