using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding;

/// <summary>The tables of one language, read once.</summary>
internal sealed class Language
{
    private Language(string code)
    {
        Vocabulary = Vocabulary.Load(code);
        Phrases = PhraseTable.Load(code, Vocabulary);
        SoundAlikes = SoundAlikes.Load(code);
        English = code == "en";
    }

    public static Language Mandarin { get; } = new("zh");

    public static Language OfEnglish { get; } = new("en");

    public Vocabulary Vocabulary { get; }

    public PhraseTable Phrases { get; }

    public SoundAlikes SoundAlikes { get; }

    public bool English { get; }

    /// <summary>The language of a reply: that of its letters; the conversation's where it has none.</summary>
    public static Language Of(string text, string conversation)
    {
        var latin = 0;
        foreach (var c in text)
        {
            if (c >= 0x2E80) return Mandarin;
            if (char.IsAsciiLetter(c)) latin++;
        }
        return latin > 0 || conversation.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? OfEnglish : Mandarin;
    }
}
