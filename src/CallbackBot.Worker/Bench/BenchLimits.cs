using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CallbackBot.Telephony.Sip;
using CallbackBot.Worker.Commands;

namespace CallbackBot.Worker.Bench;

/// <summary>What a bench needs of the machine, checked before the first call; each refusal says which limit it is and how to raise it.</summary>
internal static class BenchLimits
{
    private const int DescriptorsPerCall = 3; // RTP, RTCP and its recording.
    private const int DescriptorsOfTheProgram = 200;
    private const int RecordedBytesPerSecond = 16_000;

    /// <exception cref="UserErrorException">There are fewer ports, open files or bytes of disk than the calls need.</exception>
    public static void Require(int calls, TimeSpan longest, (int First, int Last) ports, string recordings)
    {
        RequirePorts(calls, ports);
        RequireOpenFiles(calls, OpenFiles());
        RequireDisk(calls, longest, recordings, new DriveInfo(recordings).AvailableFreeSpace);
    }

    internal static void RequirePorts(int calls, (int First, int Last) ports)
    {
        var available = (ports.Last - ports.First + 1) / 2;
        if (calls <= available) return;
        throw new UserErrorException($"{calls} calls need {calls} pairs of ports for RTP and RTCP, and the bench has {available}: {ports.First} to {ports.Last}. Bench at most {available} calls");
    }

    internal static void RequireOpenFiles(int calls, long? limit)
    {
        var needed = (calls * DescriptorsPerCall) + DescriptorsOfTheProgram;
        if (limit is null || needed <= limit) return;
        throw new UserErrorException(
            $"{calls} calls need {needed} open files and sockets, and the system allows this process {limit}: raise it with 'ulimit -n {needed}' in this shell "
            + "(as a service: LimitNOFILE=), or bench fewer calls");
    }

    internal static void RequireDisk(int calls, TimeSpan longest, string folder, long free)
    {
        var needed = (long)(calls * longest.TotalSeconds * RecordedBytesPerSecond);
        if (needed <= free) return;
        throw new UserErrorException(
            $"the recordings of {calls} calls take {needed >> 20} MB for a while, and the disk of {folder} has {free >> 20}: free some, name another disk with TMPDIR, or bench fewer calls");
    }

    /// <summary>The address of ours that a peer can answer to.</summary>
    /// <exception cref="UserErrorException">The host is unknown, or there is no way to it.</exception>
    public static async Task<IPAddress> LocalAddressForAsync(SipUri to, CancellationToken cancellationToken)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(to.Host.Trim('[', ']'), cancellationToken);
            using var probe = new Socket(addresses[0].AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            await probe.ConnectAsync(addresses[0], to.Port ?? 5060, cancellationToken); // Sends nothing: it only chooses the route.
            return ((IPEndPoint)probe.LocalEndPoint!).Address;
        }
        catch (SocketException e)
        {
            throw new UserErrorException($"'{to.Host}' cannot be reached: {e.Message}");
        }
    }

    /// <summary>How many this process may open; the runtime has raised the soft limit to the hard one already. Null where there is no such limit.</summary>
    private static long? OpenFiles()
    {
        if (!OperatingSystem.IsLinux()) return null;
        var line = File.ReadLines("/proc/self/limits").FirstOrDefault(l => l.StartsWith("Max open files", StringComparison.Ordinal));
        var soft = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
    }
}
