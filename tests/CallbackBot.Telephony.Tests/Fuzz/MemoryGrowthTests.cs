using CallbackBot.Telephony.Sdp;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Tests.Torture;

namespace CallbackBot.Telephony.Tests.Fuzz;

/// <summary>Nothing of a message stays behind: the heap is as large after ten thousand spoiled ones as after the first thousand.</summary>
[Collection(LongRunning.Name)]
public class MemoryGrowthTests
{
    [Fact]
    public void Parsing_keeps_nothing()
    {
        var seeds = TortureMessages.Rfc4475.Values.ToArray();
        for (var seed = 0; seed < 1_000; seed++) Parse(seeds, seed);
        var before = Heap();
        foreach (var seed in FuzzRun.Seeds(10_000)) Parse(seeds, seed);
        Assert.InRange(Heap() - before, long.MinValue, 512 * 1024);
    }

    private static void Parse(byte[][] seeds, int seed)
    {
        var random = new Random(seed);
        var bytes = new Mutator(random).Mutate(seeds[random.Next(seeds.Length)]);
        _ = SipGrammar.Check(bytes);
        if (SipParser.Parse(bytes).Message is { HasSdp: true } message) _ = SdpParser.Parse(message.Body);
    }

    private static long Heap()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
