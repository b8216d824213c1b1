using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace CallbackBot.Simulator;

/// <summary>A person with a phone and the orders that a call may be about; the input of <see cref="Roster.Assign"/>.</summary>
public sealed record Resident(string Phone, string Language, IReadOnlyList<ResidentOrder> Orders);

/// <summary>One order of a resident, and what its prompts sound like.</summary>
public sealed record ResidentOrder(string OrderNo, CitizenBriefing Briefing);

/// <summary>Who lives in the city: persona and truth by phone number (<c>deploy/sample/citizens.yaml</c>).</summary>
public sealed class Roster
{
    private static readonly string[] Questions = ["response", "resolution", "satisfaction"];

    private readonly Dictionary<string, List<CitizenVoice>> _voices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _citizens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Truth> _truths = new(StringComparer.Ordinal);

    private Roster(RosterFile file, string path)
    {
        foreach (var (language, voices) in file.Voices) _voices[language] = [.. voices.Select(v => new CitizenVoice(v.Name, v.Speed))];
        foreach (var (phone, citizen) in file.Citizens)
        {
            _citizens[Digits(phone)] = new Entry(ParsePersona(citizen.Persona, path), citizen.Language, citizen.Noise, citizen.Gain, citizen.Echo);
            foreach (var (order, labels) in citizen.Orders)
            {
                if (labels.Count != Questions.Length)
                    throw new FormatException($"{path}: order {order} needs {Questions.Length} answers ({string.Join(", ", Questions)})");
                _truths[order] = new Truth(Questions.Zip(labels).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal));
            }
        }
    }

    /// <summary>Reads a roster.</summary>
    /// <exception cref="FormatException">The file is no roster; says where.</exception>
    public static Roster Load(string path)
    {
        try
        {
            using var reader = File.OpenText(path);
            var file = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).WithDuplicateKeyChecking().Build()
                .Deserialize<RosterFile>(reader);
            return new Roster(file, path);
        }
        catch (YamlException malformed)
        {
            throw new FormatException($"{path}({malformed.Start.Line},{malformed.Start.Column}): {malformed.Message}", malformed);
        }
    }

    /// <summary>
    /// Gives each resident a persona, a voice and a truth per order. A phone that the roster lacks lives like a listed one with the same
    /// language, picked by <paramref name="seed"/>; an order that it lacks has the truth of a listed one.
    /// </summary>
    public IReadOnlyList<CitizenPlan> Assign(IReadOnlyList<Resident> residents, int seed)
    {
        var random = new Random(seed);
        var spoken = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. residents.Select(resident =>
        {
            var language = resident.Language.StartsWith("en", StringComparison.Ordinal) ? "en" : "zh-CN";
            var turn = spoken[language] = spoken.GetValueOrDefault(language) + 1;
            var entry = _citizens.GetValueOrDefault(Digits(resident.Phone)) ?? Pick([.. _citizens.Values.Where(c => c.Language == language)], random);
            return new CitizenPlan
            {
                Phone = resident.Phone,
                Persona = entry.Persona,
                Language = language,
                Voice = _voices[language][turn % _voices[language].Count],
                NoiseDbfs = entry.Noise,
                GainDb = entry.Gain,
                EchoDb = entry.Echo,
                Orders = [.. resident.Orders.Select(o =>
                    new CitizenOrder(o.OrderNo, _truths.GetValueOrDefault(o.OrderNo) ?? Pick([.. _truths.Values], random), o.Briefing))],
            };
        })];
    }

    // Trunks differ in whether a number is dialled with its plus.
    private static string Digits(string phone) => phone.TrimStart('+');

    private static T Pick<T>(T[] from, Random random) => from[random.Next(from.Length)];

    private static Persona ParsePersona(string name, string path)
    {
        foreach (var persona in Enum.GetValues<Persona>())
            if (JsonNamingPolicy.SnakeCaseLower.ConvertName(persona.ToString()) == name)
                return persona;
        throw new FormatException($"{path}: '{name}' is no persona");
    }

    private sealed record Entry(Persona Persona, string Language, double? Noise, double Gain, double? Echo);

    private sealed class RosterFile
    {
        public Dictionary<string, List<VoiceEntry>> Voices { get; set; } = [];

        public Dictionary<string, CitizenEntry> Citizens { get; set; } = [];
    }

    private sealed class VoiceEntry
    {
        public string Name { get; set; } = "";

        public int Speed { get; set; }
    }

    private sealed class CitizenEntry
    {
        public string Persona { get; set; } = "";

        public string Language { get; set; } = "zh-CN";

        public double? Noise { get; set; }

        public double Gain { get; set; }

        public double? Echo { get; set; }

        public Dictionary<string, List<string>> Orders { get; set; } = [];
    }
}
