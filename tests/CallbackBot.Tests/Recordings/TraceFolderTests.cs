using CallbackBot.Recordings;
using CallbackBot.Telephony.Sip.Tracing;
using CallbackBot.Testing;

namespace CallbackBot.Tests.Recordings;

public sealed class TraceFolderTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly KeptLog<TraceFolder> _log = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Every_call_has_a_file_named_by_its_attempt_and_every_further_INVITE_of_it_another()
    {
        await KeepAsync(
            _temp.File("traces"), new CallTrace("a@h", "first") { Label = "4711" }, new CallTrace("b@h", "second") { Label = "4711" }, new CallTrace("../c d@h", "came in"));

        Assert.Equal(["..\u005fc_d@h.txt", "4711-2.txt", "4711.txt"], Directory.EnumerateFiles(_temp.File("traces")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(("first", "second"), (await File.ReadAllTextAsync(_temp.File("traces/4711.txt")), await File.ReadAllTextAsync(_temp.File("traces/4711-2.txt"))));
        Assert.Empty(_log.Entries);
    }

    [Fact]
    public async Task Only_the_service_s_own_user_may_read_them()
    {
        if (OperatingSystem.IsWindows()) return;

        await KeepAsync(_temp.File("traces"), new CallTrace("a@h", "text") { Label = "1" });

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_temp.File("traces/1.txt")));
    }

    [Fact]
    public async Task A_disk_that_fails_costs_the_trace_and_is_told()
    {
        await File.WriteAllTextAsync(_temp.File("taken"), "a file where the folder should be");

        await KeepAsync(_temp.File("taken"), new CallTrace("a@h", "text") { Label = "1" }, new CallTrace("b@h", "text") { Label = "2" });

        Assert.Equal([116, 116], _log.Entries.Select(e => e.Event.Id));
        Assert.StartsWith("the trace of call 1 is lost: ", _log.Entries[0].Message, StringComparison.Ordinal);
    }

    private async Task KeepAsync(string folder, params CallTrace[] traces)
    {
        await using var kept = new TraceFolder(folder, _log);
        foreach (var trace in traces) kept.Add(trace);
    }
}
