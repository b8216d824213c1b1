namespace CallbackBot.Dialogs.Understanding.Lexicon;

/// <summary>One word of a reply.</summary>
/// <param name="Word">Number in the vocabulary, or -1 for a word that it does not hold.</param>
/// <param name="Classes">What the word does.</param>
/// <param name="Start">Where it begins in the normalised reply.</param>
/// <param name="Length">Characters.</param>
internal readonly record struct Token(int Word, WordClass Classes, int Start, int Length)
{
    public bool Is(WordClass any) => (Classes & any) != 0;
}

/// <summary>A stretch of words between two marks or in front of a contrast.</summary>
/// <param name="First">Index of its first token.</param>
/// <param name="Count">Number of tokens, at least one.</param>
/// <param name="Classes">Classes of all its words together.</param>
/// <param name="Asks">True when it ends in a question mark or a question particle.</param>
/// <param name="Trails">True when it ends in dots: the speaker hesitates.</param>
internal readonly record struct Clause(int First, int Count, WordClass Classes, bool Asks, bool Trails)
{
    public bool Has(WordClass any) => (Classes & any) != 0;
}
