using CallbackBot.Worker.Bench;
using CallbackBot.Worker.Commands;

namespace CallbackBot.EndToEnd.Tests.Bench;

/// <summary>Too many calls for the machine: the limit is named, and how to raise it.</summary>
public class BenchLimitsTests
{
    [Fact]
    public void Ports()
    {
        BenchLimits.RequirePorts(5, (20000, 20009));
        var error = Assert.Throws<UserErrorException>(() => BenchLimits.RequirePorts(6, (20000, 20009)));
        Assert.Contains("at most 5 calls", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_files()
    {
        BenchLimits.RequireOpenFiles(1000, limit: null);
        BenchLimits.RequireOpenFiles(1000, limit: 3200);
        var error = Assert.Throws<UserErrorException>(() => BenchLimits.RequireOpenFiles(1000, limit: 1024));
        Assert.Contains("ulimit -n 3200", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Disk()
    {
        BenchLimits.RequireDisk(10, TimeSpan.FromSeconds(10), "tmp", free: 1_600_000);
        var error = Assert.Throws<UserErrorException>(() => BenchLimits.RequireDisk(1000, TimeSpan.FromSeconds(10), "tmp", free: 1 << 20));
        Assert.Contains("TMPDIR", error.Message, StringComparison.Ordinal);
    }
}
