using System.Globalization;
using System.Text.RegularExpressions;
using CallbackBot.EndToEnd.Tests.Repository;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.EndToEnd.Tests.Program;

/// <summary>A designer listens to a prompt.</summary>
public sealed partial class ScriptSayTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [InlineData("three-rates-zh", "ask_person", "请问是您本人在十一月三号给我们打过电话吗？")]
    [InlineData("three-rates-en", "end.thanks", "")]
    public async Task A_prompt_is_written_as_a_telephone_carries_it(string script, string step, string spoken)
    {
        var wav = Path.Combine(site.Home, "say.wav");

        var result = await site.RunAsync("script", "say", $"dialogs/{script}.yaml", "--step", step, "--out", wav);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("spoken: " + spoken, result.Output, StringComparison.Ordinal);
        var audio = WavReader.Read(wav);
        Assert.Equal((8000, 1), (audio.SampleRate, audio.Channels));
        Assert.InRange(audio.Length.TotalSeconds, 1, 12);
        Assert.Equal(audio.Length.TotalSeconds, double.Parse(Duration().Match(result.Output).Groups["s"].Value, CultureInfo.InvariantCulture), 0.06);
        Assert.InRange(Math.Sqrt(audio.Samples.Average(s => (double)s * s)), 800, 8000);
        Assert.Equal([wav], Directory.GetFiles(site.Home, "say.wav*"));
    }

    [Fact]
    public async Task A_field_and_the_translation_are_heard()
    {
        var wav = Path.Combine(site.Home, "field.wav");

        var result = await site.RunAsync("script", "say", "dialogs/three-rates-zh.yaml", "--step", "purpose", "--lang", "en", "--field", "order.short_title=3 leaking pipes in Room 501", "--out", wav);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("three leaking pipes in Room five zero one", result.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(wav));
    }

    [Fact]
    public async Task A_recorded_prompt_is_heard_with_its_field_between_the_parts()
    {
        var wav = Path.Combine(site.Home, "recorded.wav");
        var text = await File.ReadAllTextAsync(Checkout.At("dialogs/three-rates-zh.yaml"));
        const string Words = "    say: 您反映的“{{order.short_title}}”，{{unit.spoken_name}}回复说已经办结。\n";
        Assert.Contains(Words, text, StringComparison.Ordinal);
        var script = site.Write("recorded/three-rates-zh.yaml", text.Replace(Words, Words + "    audio: [tone.wav, \"{{order.short_title}}\", \"{{unit.spoken_name}}\", tone.wav]\n", StringComparison.Ordinal));
        using (var tone = new WavWriter(Path.Combine(Path.GetDirectoryName(script)!, "tone.wav"), channels: 1))
        {
            tone.Write([.. Enumerable.Range(0, 8000).Select(i => G711.EncodeALaw((short)(6000 * Math.Sin(2 * Math.PI * 1000 * i / 8000))))]);
            tone.Complete();
        }

        var result = await site.RunAsync("script", "say", script, "--step", "purpose", "--out", wav);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        var audio = WavReader.Read(wav);
        Assert.InRange(audio.Length.TotalSeconds, 4, 9);
        // A second of the tone at both ends, something else between them.
        Assert.InRange(Crossings(audio.Samples[1600..6400]), 1180, 1220);
        Assert.InRange(Crossings(audio.Samples[^6400..^1600]), 1180, 1220);
        Assert.NotInRange(Crossings(audio.Samples[(audio.Samples.Length / 2 - 2400)..(audio.Samples.Length / 2 + 2400)]), 1100, 1300);
    }

    [Theory]
    [InlineData("--step ask_contract --out x.wav", "ask_contact.again")]
    [InlineData("--step purpose --out no/such/folder/x.wav", "does not exist")]
    [InlineData("--step purpose --out x.wav --field caller.surname=Li", "order.short_title")]
    [InlineData("--out x.wav", "--step")]
    public async Task A_slip_names_what_there_is(string arguments, string named)
    {
        var result = await site.RunAsync(["script", "say", "dialogs/three-rates-zh.yaml", .. arguments.Split(' ')]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(named, result.Errors, StringComparison.Ordinal);
    }

    private static int Crossings(short[] samples) => samples.Zip(samples.Skip(1)).Count(pair => pair.First >= 0 != pair.Second >= 0);

    [GeneratedRegex(@"(?<s>\d+\.\d) s, ", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Duration();
}
