using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CallbackBot.Tests.Speech.Azure;

/// <summary>Microsoft's JavaScript SDK in a process of its own (<c>tests/azure-oracle</c>).</summary>
internal static class AzureOracle
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static Task<IReadOnlyList<JsonElement>> RecogniseAsync(Uri host, string by, string key, string language, IEnumerable<string> phrases, byte[] pcm, int? waitAt = null, bool live = false) =>
        RunAsync("recognise.mjs", new JsonObject
        {
            ["url"] = host.ToString().TrimEnd('/'),
            ["by"] = by,
            ["key"] = key,
            ["language"] = language,
            ["phrases"] = new JsonArray([.. phrases]),
            ["waitAt"] = waitAt,
            ["live"] = live,
        }, pcm);

    public static Task<IReadOnlyList<JsonElement>> SynthesiseAsync(Uri host, string key, string voice, IEnumerable<string> texts) =>
        RunAsync("synthesise.mjs", new JsonObject
        {
            ["url"] = host.ToString().TrimEnd('/'),
            ["key"] = key,
            ["voice"] = voice,
            ["texts"] = new JsonArray([.. texts]),
        }, []);

    private static async Task<IReadOnlyList<JsonElement>> RunAsync(string program, JsonObject wanted, byte[] input)
    {
        var folder = Repository.Path("tests/azure-oracle");
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules")), "the SDK is not installed: run scripts/install-tools test");
        var start = new ProcessStartInfo("node", [program, wanted.ToJsonString()])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.StandardInput.BaseStream.WriteAsync(input, patience.Token);
            process.StandardInput.Close();
            var lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await errors} {string.Join(' ', lines)}");
            return [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
