using System.Globalization;
using System.Text;

namespace CallbackBot.Telephony.Tests.Torture;

/// <summary>The messages of RFC 4475 and RFC 5118 as bytes, by the names that the RFCs give them.</summary>
internal static class TortureMessages
{
    public static IReadOnlyDictionary<string, byte[]> Rfc4475 { get; } = Read("rfc4475.txt");

    public static IReadOnlyDictionary<string, byte[]> Rfc5118 { get; } = Read("rfc5118.txt");

    public static byte[] Named(string name) => Rfc4475.GetValueOrDefault(name) ?? Rfc5118[name];

    /// <summary>The message with its answer asked for at port 5060 of who sends it, which is where most of them want it.</summary>
    public static byte[] AnsweredAt5060(string name)
    {
        var text = Encoding.Latin1.GetString(Named(name));
        foreach (var port in (string[])[":5050;", ":6050;", ":19823;"]) text = text.Replace(port, ":5060;");
        return Encoding.Latin1.GetBytes(text);
    }

    private static Dictionary<string, byte[]> Read(string resource)
    {
        using var stream = typeof(TortureMessages).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        var messages = new Dictionary<string, byte[]>();

        // The line break before a "===" belongs to the message before it, as the file's last one does.
        foreach (var part in reader.ReadToEnd()[..^1].Split("\n=== ")[1..])
        {
            var end = part.IndexOf('\n');
            messages.Add(part[..end].Split(' ')[0], Bytes(part[(end + 1)..] + "\n"));
        }

        return messages;
    }

    private static byte[] Bytes(string text)
    {
        var bytes = new List<byte>(text.Length * 2);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\n':
                    bytes.AddRange("\r\n"u8);
                    break;
                case '\\' when text[i + 1] == '\\':
                    bytes.Add((byte)text[++i]);
                    break;
                case '\\':
                    bytes.Add(byte.Parse(text.AsSpan(i + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                    i += 3;
                    break;
                default:
                    bytes.AddRange(Encoding.UTF8.GetBytes(text, i, 1));
                    break;
            }
        }

        return [.. bytes];
    }
}
