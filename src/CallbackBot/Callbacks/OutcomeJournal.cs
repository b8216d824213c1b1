using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CallbackBot.Calls;
using CallbackBot.Dialogs.Running;
using CallbackBot.Storage;

namespace CallbackBot.Callbacks;

/// <summary>
/// Outcomes of calls that ended while PostgreSQL was away: one encrypted file each, on disk before the call is forgotten. An outcome that the database
/// refuses, because another worker took the person over, stays as <c>.refused</c>.
/// </summary>
public sealed class OutcomeJournal(string folder, PersonalData personal)
{
    private const string Suffix = ".outcome";

    private static readonly JsonSerializerOptions Json = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameKinds } },
        Converters = { new SetConverter() },
    };

    internal async Task AppendAsync(Held held, CallOutcome outcome, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, outcome.AttemptId.ToString(CultureInfo.InvariantCulture) + Suffix);
        var unfinished = path + ".tmp";
        await using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write))
        {
            await file.WriteAsync(personal.Encrypt(JsonSerializer.Serialize(new Entry(held, outcome), Json), Personal.Outcome), cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    internal async Task<int> ReplayAsync(Func<Held, CallOutcome, CancellationToken, Task<CompleteResult>> store, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder)) return 0;
        var replayed = 0;
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Suffix).Order(StringComparer.Ordinal))
        {
            var text = personal.Decrypt(await File.ReadAllBytesAsync(path, cancellationToken), Personal.Outcome);
            var entry = JsonSerializer.Deserialize<Entry>(text, Json)!;
            var result = await store(entry.Held, entry.Outcome, cancellationToken);
            if (result == CompleteResult.LeaseLost) File.Move(path, path + ".refused", overwrite: true);
            else File.Delete(path);
            replayed++;
        }

        return replayed;
    }

    /// <summary>What was heard and what became of a hand-off have several kinds each, as nested types.</summary>
    private static void NameKinds(JsonTypeInfo type)
    {
        if (type.Type != typeof(Heard) && type.Type != typeof(HandOffResult)) return;
        type.PolymorphismOptions = new JsonPolymorphismOptions();
        foreach (var kind in type.Type.GetNestedTypes().Where(t => t.IsSubclassOf(type.Type)))
            type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(kind, kind.Name));
    }

    private sealed record Entry(Held Held, CallOutcome Outcome);

    /// <summary>The serializer writes sets that are only read, but does not read them.</summary>
    private sealed class SetConverter : JsonConverter<IReadOnlySet<string>>
    {
        public override IReadOnlySet<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<HashSet<string>>(ref reader, options)!;

        public override void Write(Utf8JsonWriter writer, IReadOnlySet<string> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.ToArray(), options);
    }
}
