namespace CallbackBot.Dialogs.Understanding.Lexicon;

/// <summary>
/// All words of one language with their classes, and the longest-match segmentation of a reply into them. Words are found by walking a
/// trie over characters; a word in Latin letters must end at a word boundary, Hanzi have none.
/// </summary>
internal sealed class Vocabulary
{
    /// <summary>From a node by a character, which make up the key, to the next node; from the root by <see cref="_first"/>.</summary>
    private readonly Dictionary<ulong, int> _edges = [];
    private readonly int[] _first = new int[char.MaxValue + 1];
    private readonly List<int> _wordAt = [-1];
    private readonly List<WordClass> _classes = [];
    private readonly List<string> _words = [];
    private int _listed;

    /// <summary>Reads <c>words-LANGUAGE.tsv</c>: class, words.</summary>
    public static Vocabulary Load(string language)
    {
        var vocabulary = new Vocabulary();
        foreach (var row in DataFile.Rows($"Understanding.Data.words-{language}.tsv", 2))
        {
            if (!Enum.TryParse<WordClass>(row[0], out var wordClass))
                throw new InvalidDataException($"words-{language}.tsv: there is no class '{row[0]}'.");
            foreach (var word in DataFile.Phrases(row[1])) vocabulary.Add(word, wordClass);
        }
        vocabulary._listed = vocabulary._words.Count;
        return vocabulary;
    }

    /// <summary>Every word, by its number.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>True for the words of the file, also those without a class; false for -1 and for words that only phrases name.</summary>
    public bool IsListed(int word) => word >= 0 && word < _listed;

    /// <summary>The classes of a word.</summary>
    public WordClass ClassesOf(int word) => _classes[word];

    /// <summary>Adds a word or more classes to a known one.</summary>
    /// <returns>The word's number.</returns>
    public int Add(string word, WordClass classes)
    {
        var node = 0;
        foreach (var c in word)
        {
            var next = Next(node, c);
            if (next == 0)
            {
                next = _wordAt.Count;
                _wordAt.Add(-1);
                if (node == 0) _first[c] = next;
                else _edges[Edge(node, c)] = next;
            }
            node = next;
        }
        if (_wordAt[node] < 0)
        {
            _wordAt[node] = _words.Count;
            _words.Add(word);
            _classes.Add(WordClass.None);
        }
        _classes[_wordAt[node]] |= classes;
        return _wordAt[node];
    }

    /// <summary>The longest word that begins at a place.</summary>
    /// <returns>The word's number, or -1; <paramref name="length"/> is its length in characters.</returns>
    public int LongestAt(ReadOnlySpan<char> text, int start, out int length)
    {
        var node = 0;
        var found = -1;
        length = 0;
        for (var i = start; i < text.Length && (node = Next(node, text[i])) != 0; i++)
        {
            if (_wordAt[node] < 0 || (IsLatin(text[i]) && i + 1 < text.Length && IsLatin(text[i + 1]))) continue;
            found = _wordAt[node];
            length = i - start + 1;
        }
        return found;
    }

    /// <summary>Every word that begins at a place, the shortest first.</summary>
    public void AllAt(ReadOnlySpan<char> text, int start, List<(int Word, int Length)> found)
    {
        var node = 0;
        for (var i = start; i < text.Length && (node = Next(node, text[i])) != 0; i++)
        {
            if (_wordAt[node] >= 0 && !(IsLatin(text[i]) && i + 1 < text.Length && IsLatin(text[i + 1]))) found.Add((_wordAt[node], i - start + 1));
        }
    }

    private static ulong Edge(int node, char next) => ((ulong)node << 16) | next;

    /// <summary>The node behind a character, or 0.</summary>
    private int Next(int node, char next) => node == 0 ? _first[next] : _edges.GetValueOrDefault(Edge(node, next));

    /// <summary>Letters that form words with their neighbours (Hanzi do not).</summary>
    public static bool IsLatin(char c) => c < 0x250 && char.IsLetterOrDigit(c);
}
