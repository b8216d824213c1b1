using System.Buffers;

namespace CallbackBot.Speech.Local;

/// <summary>Collects one utterance and has it decoded as a whole: a second of speech takes some 40 ms, and knowing all of it is more exact.</summary>
internal sealed class PocketSphinxStream(AsrHostPool pool, ReplyGrammar grammar, PocketSphinxOptions options) : IRecognitionStream
{
    /// <summary>No answer to a closed question is longer; the rest of a monologue changes nothing.</summary>
    private const int Longest = 10 * 8000;

    private readonly Lock _gate = new();
    private byte[]? _audio = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _length;

    public string? Partial => null;

    public void Write(ReadOnlySpan<byte> alaw)
    {
        lock (_gate)
        {
            if (_audio is null || _length + alaw.Length > Longest) return;
            if (_length + alaw.Length > _audio.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(2 * _audio.Length);
                _audio.AsSpan(0, _length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_audio);
                _audio = larger;
            }
            alaw.CopyTo(_audio.AsSpan(_length));
            _length += alaw.Length;
        }
    }

    public async Task<Recognition> FinishAsync(CancellationToken cancellationToken)
    {
        var utterance = Take();
        if (utterance.Length == 0) return new Recognition("", 0);
        if (await DecodeAsync(grammar.Everything, utterance, cancellationToken) is not { Text.Length: > 0 } best) return new Recognition("", 0);
        var rival = await DecodeAsync(grammar.RivalOf(best.Text), utterance, cancellationToken);
        var confidence = AcousticConfidence.Of(best, rival);
        var least = grammar.IsAnswer(best.Text) ? options.LeastConfidence : options.LeastConfidenceOfRequests;
        return new Recognition(confidence < least ? "" : ReplyGrammar.Written(best.Text), confidence);
    }

    public ValueTask DisposeAsync()
    {
        Take();
        return ValueTask.CompletedTask;
    }

    private async Task<AsrReply?> DecodeAsync(PhraseGrammar phrases, byte[] utterance, CancellationToken cancellationToken) =>
        phrases.Jsgf.Length == 0 ? null
        : await pool.DecodeAsync(new AsrRequest(phrases.Name, phrases.Jsgf, grammar.Dictionary, utterance), cancellationToken);

    /// <summary>The utterance so far; later audio is not taken any more.</summary>
    private byte[] Take()
    {
        lock (_gate)
        {
            if (_audio is null) return [];
            var utterance = _audio.AsSpan(0, _length).ToArray();
            ArrayPool<byte>.Shared.Return(_audio);
            _audio = null;
            return utterance;
        }
    }
}
