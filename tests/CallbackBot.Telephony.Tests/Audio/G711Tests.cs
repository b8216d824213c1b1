using CallbackBot.Telephony.Audio;
using FsCheck;
using FsCheck.Fluent;

namespace CallbackBot.Telephony.Tests.Audio;

public class G711Tests
{
    // ITU-T G.711 table 1a: character signal (even bits inverted) and value at the decoder output, in units of a 13-bit code; 16-bit here.
    [Theory]
    [InlineData(0xD5, 1)]
    [InlineData(0xC5, 33)]
    [InlineData(0xF5, 66)]
    [InlineData(0xE5, 132)]
    [InlineData(0x95, 264)]
    [InlineData(0x85, 528)]
    [InlineData(0xB5, 1056)]
    [InlineData(0xA5, 2112)]
    [InlineData(0xAA, 4032)]
    [InlineData(0x55, -1)]
    [InlineData(0x2A, -4032)]
    public void ALaw_decodes_to_the_values_of_table_1(byte code, int value) => Assert.Equal(value * 8, G711.DecodeALaw(code));

    // ITU-T G.711 table 2a, 14-bit.
    [Theory]
    [InlineData(0xFF, 0)]
    [InlineData(0xFE, 2)]
    [InlineData(0xEF, 33)]
    [InlineData(0xDF, 99)]
    [InlineData(0xCF, 231)]
    [InlineData(0xBF, 495)]
    [InlineData(0xAF, 1023)]
    [InlineData(0x9F, 2079)]
    [InlineData(0x8F, 4191)]
    [InlineData(0x80, 8031)]
    [InlineData(0x00, -8031)]
    public void MuLaw_decodes_to_the_values_of_table_2(byte code, int value) => Assert.Equal(value * 4, G711.DecodeMuLaw(code));

    // Table 1a's decision values x(n): a sample at the boundary belongs to the interval above it.
    [Theory]
    [InlineData(0, 0xD5)]
    [InlineData(15, 0xD5)]
    [InlineData(16, 0xD4)]
    [InlineData(512, 0xF5)]
    [InlineData(1023, 0xFA)]
    [InlineData(32767, 0xAA)]
    [InlineData(-1, 0x55)]
    [InlineData(-32768, 0x2A)]
    public void ALaw_encodes_by_the_decision_values_of_table_1(int sample, byte code) => Assert.Equal(code, G711.EncodeALaw((short)sample));

    [Fact]
    public void Every_code_survives_decoding_and_encoding()
    {
        for (var code = 0; code < 256; code++)
        {
            Assert.Equal(code, G711.EncodeALaw(G711.DecodeALaw((byte)code)));
            if (code != 0x7F) Assert.Equal(code, G711.EncodeMuLaw(G711.DecodeMuLaw((byte)code)));
        }

        Assert.Equal(G711.MuLawSilence, G711.EncodeMuLaw(G711.DecodeMuLaw(0x7F))); // µ-law has a negative zero.
    }

    [Fact]
    public void Encoding_takes_a_nearest_value() =>
        Prop.ForAll<short>(sample =>
        {
            var best = Enumerable.Range(0, 256).Min(code => Math.Abs(G711.DecodeALaw((byte)code) - sample));
            var bestMu = Enumerable.Range(0, 256).Min(code => Math.Abs(G711.DecodeMuLaw((byte)code) - sample));
            // Truncation to 13 and 14 bits costs less than one step of those.
            return Math.Abs(G711.DecodeALaw(G711.EncodeALaw(sample)) - sample) <= best + 8
                && Math.Abs(G711.DecodeMuLaw(G711.EncodeMuLaw(sample)) - sample) <= bestMu + 4;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Transcoding_costs_at_most_one_step_of_the_coarser_law()
    {
        var codes = Enumerable.Range(0, 256).Select(code => (byte)code).ToArray();
        var muLaw = new byte[256];
        var back = new byte[256];
        G711.ALawToMuLaw(codes, muLaw);
        G711.MuLawToALaw(muLaw, back);
        for (var i = 0; i < 256; i++)
        {
            var (before, after) = (G711.DecodeALaw(codes[i]), G711.DecodeALaw(back[i]));
            Assert.True(Math.Abs(before - after) <= Math.Max(16, Math.Abs(before) / 16), $"{codes[i]:X2}: {before} became {after}");
        }
    }

    [Fact]
    public void Spans_are_coded_like_single_samples()
    {
        short[] samples = [0, 1000, -1000, 32767, -32768];
        var codes = new byte[5];
        var decoded = new short[5];
        G711.EncodeALaw(samples, codes);
        G711.DecodeALaw(codes, decoded);
        Assert.Equal(samples.Select(G711.EncodeALaw), codes);
        Assert.Equal(codes.Select(G711.DecodeALaw), decoded);
    }

    [Theory]
    [InlineData(256)]
    [InlineData(250)]
    [InlineData(7)]
    public void ALaw_decodes_to_the_same_values_with_vectors(int codes)
    {
        var all = Enumerable.Range(0, codes).Select(code => (byte)code).Reverse().ToArray();
        var decoded = new float[codes];
        G711.DecodeALaw(all, decoded);
        Assert.Equal(all.Select(code => (float)G711.DecodeALaw(code)), decoded);
    }
}
