namespace CallbackBot.Worker.Bench.Listening;

/// <summary>What is heard beside the citizen.</summary>
internal enum Background
{
    None,
    Pink,
    Babble,
}

/// <summary>A condition of the line.</summary>
/// <param name="Name">As the result calls it.</param>
/// <param name="Background">What is mixed in.</param>
/// <param name="SnrDb">Speech over background in the telephone's band, measured where the citizen speaks.</param>
internal sealed record LineCondition(string Name, Background Background, int SnrDb)
{
    public static IReadOnlyList<LineCondition> All { get; } =
    [
        new("clean", Background.None, 0), new("pink-20", Background.Pink, 20), new("pink-10", Background.Pink, 10),
        new("babble-20", Background.Babble, 20), new("babble-10", Background.Babble, 10),
    ];
}
