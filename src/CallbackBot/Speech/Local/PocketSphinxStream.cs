namespace CallbackBot.Speech.Local;

/// <summary>Collects one utterance and has it decoded as a whole: a second of speech takes some 40 ms, and knowing all of it is more exact.</summary>
internal sealed class PocketSphinxStream(AsrHostPool pool, ReplyGrammar grammar, PocketSphinxOptions options) : IRecognitionStream
{
    /// <summary>No answer to a closed question is longer; the rest of a monologue changes nothing.</summary>
    private const int Longest = 10 * 8000;

    private readonly UtteranceBuffer _audio = new(Longest);

    public string? Partial => null;

    public void Write(ReadOnlySpan<byte> alaw) => _audio.Write(alaw);

    public async Task<Recognition> FinishAsync(CancellationToken cancellationToken)
    {
        var utterance = _audio.Take();
        if (utterance.Length == 0) return new Recognition("", 0);
        if (await DecodeAsync(grammar.Everything, utterance, cancellationToken) is not { Text.Length: > 0 } best) return new Recognition("", 0);
        var rival = await DecodeAsync(grammar.RivalOf(best.Text), utterance, cancellationToken);
        var confidence = AcousticConfidence.Of(best, rival);
        var least = grammar.IsAnswer(best.Text) ? options.LeastConfidence : options.LeastConfidenceOfRequests;
        return new Recognition(confidence < least ? "" : ReplyGrammar.Written(best.Text), confidence);
    }

    public ValueTask DisposeAsync()
    {
        _audio.Take();
        return ValueTask.CompletedTask;
    }

    private async Task<AsrReply?> DecodeAsync(PhraseGrammar phrases, byte[] utterance, CancellationToken cancellationToken) =>
        phrases.Jsgf.Length == 0 ? null
        : await pool.DecodeAsync(new AsrRequest(phrases.Name, phrases.Jsgf, grammar.Dictionary, utterance), cancellationToken);
}
