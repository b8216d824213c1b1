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
        Parse(seeds, 0, 1_000);
        var before = Heap();
        Parse(seeds, 1_000, 10_000);
        Assert.InRange(Heap() - before, long.MinValue, 512 * 1024);
    }

    private static void Parse(byte[][] seeds, int first, int count)
    {
        for (var i = first; i < first + count; i++)
        {
            var random = new Random(i);
            var bytes = new Mutator(random).Mutate(seeds[random.Next(seeds.Length)]);
            _ = SipGrammar.Check(bytes);
            if (SipParser.Parse(bytes).Message is { HasSdp: true } message) _ = SdpParser.Parse(message.Body);
        }
    }

    private static long Heap()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
