namespace CallbackBot.Telephony.Sip.Messages;

/// <summary>What is wrong with a message.</summary>
/// <param name="Where">A header's name, <c>start line</c>, <c>headers</c>, <c>body</c> or <c>message</c>.</param>
/// <param name="Why">In words of ours: it quotes nothing that the peer wrote.</param>
/// <param name="Line">The line it begins on, the start line being 1; 0 where there is none to name.</param>
internal readonly record struct SipFault(string Where, string Why, int Line = 0)
{
    public override string ToString() => $"{Where}: {Why}";
}
