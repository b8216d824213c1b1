using System.Globalization;
using System.Text.RegularExpressions;
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

    [GeneratedRegex(@"(?<s>\d+\.\d) s, ", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Duration();
}
