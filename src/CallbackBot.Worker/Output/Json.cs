using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace CallbackBot.Worker.Output;

internal static class Json
{
    /// <summary>snake_case, indented, Chinese as it is written; null is written (no data is a fact).</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Writes a file whole or not at all.</summary>
    public static async Task WriteFileAsync<T>(string path, T value, CancellationToken cancellationToken)
    {
        var partial = path + ".part";
        try
        {
            await File.WriteAllTextAsync(partial, JsonSerializer.Serialize(value, Options) + "\n", cancellationToken);
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
