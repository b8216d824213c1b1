namespace CallbackBot.Dialogs.Understanding;

/// <summary>The phrases that a designer added to a question: found anywhere in a reply, the longest wins, then the last.</summary>
internal static class OwnWords
{
    /// <summary>The label whose phrase occurs, the phrase, and where it begins; null when none does.</summary>
    public static (string Label, string Phrase, int Start)? Find(string text, QuestionAsked question)
    {
        (string Label, string Phrase, int Start)? best = null;
        foreach (var (label, phrases) in question.Words)
        {
            foreach (var written in phrases)
            {
                var phrase = ReplyText.Normalise(written);
                if (phrase.Length == 0) continue;
                var at = LastWhole(text, phrase);
                if (at < 0) continue;
                if (best is not { } known || phrase.Length > known.Phrase.Length || (phrase.Length == known.Phrase.Length && at > known.Start))
                    best = (label, phrase, at);
            }
        }
        return best;
    }

    private static int LastWhole(string text, string phrase)
    {
        for (var at = text.LastIndexOf(phrase, StringComparison.Ordinal); at >= 0;
             at = at == 0 ? -1 : text.LastIndexOf(phrase, at - 1 + phrase.Length - 1, StringComparison.Ordinal))
        {
            var end = at + phrase.Length;
            var begins = at == 0 || !(Lexicon.Vocabulary.IsLatin(phrase[0]) && Lexicon.Vocabulary.IsLatin(text[at - 1]));
            var ends = end == text.Length || !(Lexicon.Vocabulary.IsLatin(phrase[^1]) && Lexicon.Vocabulary.IsLatin(text[end]));
            if (begins && ends) return at;
        }
        return -1;
    }
}
