namespace Microsoft.CognitiveServices.Speech;

/// <summary>What a recogniser is told to expect.</summary>
public class Grammar
{
    private protected Grammar() { }
}

/// <summary>Words and phrases that a recogniser should rather hear than others.</summary>
public sealed class PhraseListGrammar : Grammar
{
    private readonly Recognizer _recognizer;

    private PhraseListGrammar(Recognizer recognizer) => _recognizer = recognizer;

    public static PhraseListGrammar FromRecognizer(Recognizer recognizer) => new(recognizer);

    public void AddPhrase(string text) => _recognizer.Phrases.Add(text);
}
