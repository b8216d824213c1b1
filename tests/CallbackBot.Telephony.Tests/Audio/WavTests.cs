using System.Buffers.Binary;
using CallbackBot.Telephony.Audio;

namespace CallbackBot.Telephony.Tests.Audio;

public sealed class WavTests : IDisposable
{
    private static readonly byte[] AllCodes = [.. Enumerable.Range(0, 256).Select(code => (byte)code)];

    private const int HeaderLength = 58;

    private readonly string _folder = Directory.CreateTempSubdirectory("wav").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Sox_reads_every_code_as_we_do()
    {
        var path = Write("codes.wav", 1, AllCodes);
        Assert.Equal(AllCodes.Select(G711.DecodeALaw), await Sox.DecodeAsync(path));
    }

    [Fact]
    public async Task Sox_sees_two_channels_of_ALaw_with_the_right_length()
    {
        var path = Write("two.wav", 2, new byte[2 * 12345]);
        Assert.Equal("2", (await Sox.RunAsync("soxi", "-c", path)).Trim());
        Assert.Equal("8000", (await Sox.RunAsync("soxi", "-r", path)).Trim());
        Assert.Equal("12345", (await Sox.RunAsync("soxi", "-s", path)).Trim());
        Assert.Equal("A-law", (await Sox.RunAsync("soxi", "-e", path)).Trim());
    }

    [Fact]
    public void What_was_written_is_read_channel_by_channel()
    {
        var audio = WavReader.Read(Write("two.wav", 2, [0xD5, 0xAA, 0xD5, 0x2A, 0xD5, 0xAA]));
        Assert.Equal((8000, 2), (audio.SampleRate, audio.Channels));
        Assert.Equal([8, 8, 8], audio.Channel(0));
        Assert.Equal([32256, -32256, 32256], audio.Channel(1));
    }

    [Fact]
    public void An_odd_length_is_padded_and_not_part_of_the_audio()
    {
        var path = Write("odd.wav", 1, new byte[161]);
        Assert.Equal(0, new FileInfo(path).Length % 2);
        Assert.Equal(161, WavReader.Read(path).Samples.Length);
    }

    [Fact]
    public void An_unfinished_file_has_another_name_and_still_plays()
    {
        var path = Path.Combine(_folder, "crash.wav");
        using var writer = new WavWriter(path, 1);
        writer.Write(new byte[100_000]);
        Assert.False(File.Exists(path));
        var left = Path.Combine(_folder, "left.wav");
        File.Copy(path + WavWriter.PartialSuffix, left);
        Assert.True(WavReader.Read(left).Samples.Length > 60_000);
    }

    [Fact]
    public void A_file_that_is_given_up_leaves_nothing()
    {
        using (var writer = new WavWriter(Path.Combine(_folder, "given-up.wav"), 1)) writer.Write(AllCodes);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("-e signed -b 16", 16000, 1)]
    [InlineData("-e signed -b 16", 48000, 2)]
    [InlineData("-e unsigned -b 8", 8000, 1)]
    [InlineData("-e signed -b 24", 44100, 2)]
    [InlineData("-e signed -b 32", 22050, 1)]
    [InlineData("-e floating-point -b 32", 48000, 1)]
    [InlineData("-e u-law", 8000, 1)]
    [InlineData("-e a-law", 8000, 2)]
    public async Task Files_of_other_programs_are_read(string encoding, int rate, int channels)
    {
        var path = Path.Combine(_folder, "sox.wav");
        await Sox.RunAsync("sox", [
            "-n", "-r", $"{rate}", "-c", $"{channels}", .. encoding.Split(' '), path, "synth", "0.5", "sine", "440", "vol", "0.5"]);
        var audio = WavReader.Read(path);
        Assert.Equal((rate, channels, rate * channels / 2), (audio.SampleRate, audio.Channels, audio.Samples.Length));
        Assert.Equal(await Sox.DecodeAsync(path), audio.Samples);
        Assert.True(new ToneDetector(440).IsTone(audio.ToALaw().AsSpan(800, 400)));
    }

    [Fact]
    public void Lengths_of_a_program_that_wrote_to_a_pipe_are_not_believed()
    {
        var file = File.ReadAllBytes(Write("pipe.wav", 1, AllCodes));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), 0x7ffff024);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(54), 0x7ffff000);
        Assert.Equal(256, WavReader.Read(file).Samples.Length);
    }

    [Fact]
    public void A_file_that_cannot_be_read_says_why()
    {
        var path = Write("cut.wav", 1, AllCodes);
        var whole = File.ReadAllBytes(path);
        File.WriteAllText(path, "not audio");
        Assert.Contains("cut.wav: not a WAV file", Assert.Throws<InvalidDataException>(() => WavReader.Read(path)).Message);

        BinaryPrimitives.WriteUInt16LittleEndian(whole.AsSpan(20), 85);
        Assert.Contains("format 85", Assert.Throws<InvalidDataException>(() => WavReader.Read(whole)).Message);
    }

    [Fact]
    public void What_a_float_says_beyond_full_scale_is_clipped_and_what_is_no_number_is_silence()
    {
        var file = File.ReadAllBytes(Write("float.wav", 1, new byte[16]));
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(20), 3);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(34), 32);
        float[] samples = [1.5f, -3, 0.25f, float.NaN];
        for (var i = 0; i < samples.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(HeaderLength + (4 * i)), samples[i]);

        Assert.Equal([short.MaxValue, short.MinValue, 8192, 0], WavReader.Read(file).Samples);
    }

    [Fact]
    public void A_file_cut_anywhere_is_read_to_the_cut_or_refused()
    {
        var whole = File.ReadAllBytes(Write("cut.wav", 2, AllCodes));
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = whole[..length];
            if (length < HeaderLength) Assert.Throws<InvalidDataException>(() => WavReader.Read(cut));
            else Assert.Equal((length - HeaderLength) / 2 * 2, WavReader.Read(cut).Samples.Length);
        }
    }

    private string Write(string name, int channels, byte[] samples)
    {
        var path = Path.Combine(_folder, name);
        using var writer = new WavWriter(path, channels);
        writer.Write(samples);
        writer.Complete();
        return path;
    }
}
