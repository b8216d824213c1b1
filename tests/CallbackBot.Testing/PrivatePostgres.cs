using System.Diagnostics;
using CallbackBot.Testing.Peers;

namespace CallbackBot.Testing;

/// <summary>
/// A PostgreSQL server of this test process, in a folder of its own. Debian's binaries; run as <c>postgres</c> where the tests run as root, which
/// the server refuses.
/// </summary>
internal static class PrivatePostgres
{
    /// <summary>
    /// Arguments: folder of the binaries, home, port, id of the test process. A shell in a session of its own waits for the end of that process,
    /// however it ends, and takes server and folder away; a handler inside the process would not run when the test host is killed.
    /// </summary>
    private const string Script =
        """
        set -e
        cd /
        "$1/initdb" -D "$2/data" -U callbackbot -A trust -E UTF8 --locale=C --no-sync --no-instructions
        setsid "$1/pg_ctl" start --wait -D "$2/data" -l "$2/log" -o "-p $3 -k $2 -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"
        setsid sh -c 'while [ -d "/proc/$4" ]; do sleep 0.5; done; "$1/pg_ctl" stop --mode=immediate -D "$2/data"; rm -rf "$2"' sh "$1" "$2" "$3" "$4" &
        """;

    private static readonly Lazy<Task<string>> Server = new(StartAsync);

    public static Task<string> ConnectionStringAsync() => Server.Value;

    private static async Task<string> StartAsync()
    {
        var bin = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(d => $"{d}/bin").LastOrDefault(d => File.Exists($"{d}/initdb"))
            : null;
        if (bin is null) throw new InvalidOperationException("No PostgreSQL here: install postgresql, or name a server in CALLBACKBOT_TEST_DB.");

        // A short path: that of a socket has 107 bytes at most.
        var home = Directory.CreateTempSubdirectory("cbt-").FullName;
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "postgres", home);
        var port = FreePorts.Next();
        string[] start = ["-c", Script, "sh", bin, home, $"{port}", $"{Environment.ProcessId}"];
        if (Environment.IsPrivilegedProcess) await RunAsync("runuser", ["-u", "postgres", "--", "sh", .. start]);
        else await RunAsync("sh", start);
        return $"Host=127.0.0.1;Port={port};Username=callbackbot;Database=postgres;Include Error Detail=true";
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // Nothing of ours is inherited: whoever reads the output of the tests would wait for the server to end.
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" </dev/null >/dev/null 2>&1", "sh", program, .. arguments]))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"'{program}' ended with {process.ExitCode}: no private PostgreSQL.");
    }
}
