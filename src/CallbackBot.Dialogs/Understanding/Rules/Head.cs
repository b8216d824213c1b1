using CallbackBot.Dialogs.Understanding.Lexicon;

namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>A word that carries the answer (满意, 解决, called), read with what stands around it.</summary>
/// <param name="Token">Index of the word.</param>
/// <param name="First">Index of the first word that took part (a negation, a degree).</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Negations">How many denials apply: odd means denied.</param>
internal readonly record struct Head(int Token, int First, WordClass Kind, int Negations)
{
    /// <summary>A degree stands before any denial: "very" in "very unhappy", 很 in 很不满意.</summary>
    public bool Very { get; init; }

    /// <summary>根本, 一点都, "at all".</summary>
    public bool Emphatic { get; init; }

    /// <summary>基本, 勉强, "basically".</summary>
    public bool Barely { get; init; }

    /// <summary>有点, "a bit".</summary>
    public bool Slightly { get; init; }

    /// <summary>The denial reaches only a "completely": 没完全解决 is not 完全没解决.</summary>
    public bool WholeDenied { get; init; }

    /// <summary>A change of state follows (了).</summary>
    public bool Changed { get; init; }

    /// <summary>Work of which the result is not said: 修了, "they did something".</summary>
    public bool OpenEnded { get; init; }

    /// <summary>Index of the last word that took part: the 不了 of 漏不了.</summary>
    public int Last { get; init; } = Token;

    /// <summary>How many words took part.</summary>
    public int Count => Last - First + 1;

    public bool Denied => Negations % 2 == 1;
}
