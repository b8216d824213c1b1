using System.Text;

namespace CallbackBot.Calls;

/// <summary>Keys that were pressed where they answer nothing yet: they wait for the next question that has one of them.</summary>
internal sealed class KeptKeys
{
    private readonly StringBuilder _keys = new();

    public void Add(char key) => _keys.Append(key);

    /// <summary>The first kept key that is accepted; all are forgotten then. Null when there is none.</summary>
    public string? Take(string accepted)
    {
        for (var i = 0; i < _keys.Length; i++)
        {
            if (!accepted.Contains(_keys[i], StringComparison.Ordinal)) continue;
            var key = _keys[i].ToString();
            _keys.Clear();
            return key;
        }

        return null;
    }
}
