namespace CallbackBot.Simulator.Hearing;

/// <summary>The band levels of one rendered prompt over time, without the silence around it. A part of a slot at the end is left out.</summary>
internal sealed class PromptFingerprint
{
    private readonly HeardSlot[] _slots;

    private PromptFingerprint(HeardSlot[] slots) => _slots = slots;

    /// <summary>Slots of 20 ms.</summary>
    public int Length => _slots.Length;

    public HeardSlot this[int slot] => _slots[slot];

    public static PromptFingerprint Of(ReadOnlySpan<byte> alaw)
    {
        var analyzer = new BandAnalyzer();
        var slots = new List<HeardSlot>((alaw.Length / BandAnalyzer.SlotBytes) + 1);
        for (var at = 0; at + BandAnalyzer.SlotBytes <= alaw.Length; at += BandAnalyzer.SlotBytes)
            slots.Add(analyzer.Next(alaw.Slice(at, BandAnalyzer.SlotBytes)));
        var first = slots.FindIndex(s => !s.Silent);
        return new PromptFingerprint(first < 0 ? [] : [.. slots[first..(slots.FindLastIndex(s => !s.Silent) + 1)]]);
    }
}
