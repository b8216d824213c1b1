using CallbackBot.EndToEnd.Tests.Repository;
using CallbackBot.Simulator.Answers;
using CallbackBot.Worker.Bench.Amd;
using Xunit.Abstractions;

namespace CallbackBot.EndToEnd.Tests.Bench;

/// <summary>The limits of <c>bench amd</c> on a smaller set, of another seed and the voices that the detector was not designed with.</summary>
public sealed class AmdBenchTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Machines_are_found_within_six_seconds_and_nobody_is_hung_up_on()
    {
        var openings = await RobotOpening.OfScriptsAsync(Checkout.At("dialogs"), default);
        var result = AmdBench.Run(await AnswerVoices.RenderAsync(AnswerSet.Test, default, most: 3), AnswerSet.Test, seed: 5, each: 20, openings);

        foreach (var kind in result.Kinds) output.WriteLine($"{kind.Kind} {kind.Within6s} of {kind.N} {string.Join(' ', kind.ByEvidence)}");
        Assert.Equal(0, result.PersonsHungUpOn);
        Assert.InRange(result.MachinesWithin6s, 0.9, 1);      // of 100: one in twenty may be missed, and chance adds to it
        Assert.Equal(13 * 20, result.Machines + result.Persons);
    }

    [Fact]
    public async Task The_same_seed_makes_the_same_lines()
    {
        var voices = await AnswerVoices.RenderAsync(AnswerSet.Design, default, most: 1);

        foreach (var kind in Enum.GetValues<AnswerKind>())
        {
            var (line, same, other) = (new AnswerGenerator(voices, 1).Next(kind), new AnswerGenerator(voices, 1).Next(kind), new AnswerGenerator(voices, 2).Next(kind));
            Assert.Equal(line.Samples, same.Samples);
            Assert.NotEqual(line.Samples, other.Samples);
        }
    }
}
