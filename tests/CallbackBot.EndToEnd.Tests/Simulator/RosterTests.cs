using CallbackBot.Simulator;
using CsvHelper;

namespace CallbackBot.EndToEnd.Tests.Simulator;

public sealed class RosterTests
{
    private static readonly CitizenBriefing NoPrompts = new([], []);

    private static readonly Persona[] Completing =
        [Persona.Speaks, Persona.UsesKeys, Persona.TriesSpeechThenKeys, Persona.AsksToRepeat, Persona.AnswersWhilePromptPlays];

    [Fact]
    public void Among_the_first_24_people_of_the_sample_every_persona_occurs_and_most_complete()
    {
        var plans = Roster.Load(Sample("citizens.yaml")).Assign([.. Residents().Take(24)], 1);

        Assert.Equal(Enum.GetValues<Persona>(), plans.Select(p => p.Persona).Distinct().Order());
        Assert.InRange(plans.Count(p => Completing.Contains(p.Persona)), 13, 24);
    }

    [Fact]
    public void Every_phone_and_order_of_the_sample_is_listed_and_the_language_fits()
    {
        var residents = Residents();
        var roster = Roster.Load(Sample("citizens.yaml"));
        var (plans, others) = (roster.Assign(residents, 1), roster.Assign(residents, 2));

        Assert.True(residents.Count >= 50);
        Assert.Equal(plans.Select(p => p.Persona), roster.Assign([.. residents.Select(r => r with { Phone = r.Phone.TrimStart('+') })], 3).Select(p => p.Persona));
        Assert.Equal(plans.Select(Described), others.Select(Described));      // nothing was left to the seed
        Assert.All(plans.Zip(residents), pair => Assert.Equal(pair.Second.Language, pair.First.Language));
        Assert.All(plans.Where(p => p.Persona is Persona.Speaks or Persona.CallMeLater or Persona.RefusesForGood), p => Assert.Equal("en", p.Language));
    }

    [Fact]
    public void A_phone_that_is_not_listed_gets_the_same_life_from_the_same_seed()
    {
        Resident stranger = new("+8610000099999", "en", [new ResidentOrder("X1", NoPrompts)]);
        var roster = Roster.Load(Sample("citizens.yaml"));

        var plan = Assert.Single(roster.Assign([stranger], 5));

        Assert.Equal("en", plan.Language);
        Assert.Equal(Described(plan), Described(roster.Assign([stranger], 5)[0]));
    }

    [Fact]
    public void A_bad_phone_is_bad_as_its_entry_says()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "voices: { en: [{ name: en-us, speed: 150 }] }\ncitizens:\n  \"1\": { persona: speaks, language: en, noise: -50, gain: 30, echo: -20, orders: { A1: [contacted, resolved, satisfied] } }");

        var plan = Assert.Single(Roster.Load(path).Assign([new Resident("1", "en", [new ResidentOrder("A1", NoPrompts)])], 1));

        File.Delete(path);
        Assert.Equal(((double?)-50, 30d, (double?)-20), (plan.NoiseDbfs, plan.GainDb, plan.EchoDb));
    }

    [Theory]
    [InlineData("citizens:\n  \"1\": { persona: sleeps }", "'sleeps' is no persona")]
    [InlineData("citizens:\n  \"1\": { persona: speaks, orders: { A1: [contacted] } }", "order A1 needs 3 answers")]
    [InlineData("citizens: [", "(")]
    public void A_file_that_is_no_roster_is_refused_with_its_name_and_the_reason(string yaml, string reason)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.yaml");
        File.WriteAllText(file, yaml);
        try
        {
            var refused = Assert.Throws<FormatException>(() => Roster.Load(file));
            Assert.Contains(file, refused.Message, StringComparison.Ordinal);
            Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Described(CitizenPlan plan) =>
        $"{plan.Phone} {plan.Persona} {plan.Voice} " + string.Join(' ', plan.Orders.Select(o => $"{o.OrderNo} {string.Join('/', o.Truth.Answers.Values)}"));

    private static string Sample(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "CallbackBot.sln")))
                return Path.Combine(folder.FullName, "deploy", "sample", file);
        throw new InvalidOperationException("the tests run outside the checkout");
    }

    private static List<Resident> Residents()
    {
        using var csv = CsvReader.FromFile(Sample("orders.csv"), new CsvReaderOptions { Separator = ',' });
        var rows = new List<(string Phone, string Language, string OrderNo)>();
        while (csv.Read()) rows.Add((Field("phone"), Field("language"), Field("order_no")));
        return [.. rows.GroupBy(r => r.Phone).Select(g => new Resident(g.Key, g.First().Language, [.. g.Select(r => new ResidentOrder(r.OrderNo, NoPrompts))]))];

        string Field(string name) => csv.GetString(csv.Headers.ToList().IndexOf(name));
    }
}
