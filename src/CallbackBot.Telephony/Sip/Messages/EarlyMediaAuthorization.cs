namespace CallbackBot.Telephony.Sip.Messages;

/// <summary>
/// The P-Early-Media header (RFC 5009): in our INVITE that we understand it, without which some networks play no announcement before the answer; in what comes
/// back, whether the callee's media is authorised.
/// </summary>
internal static class EarlyMediaAuthorization
{
    public const string Header = "P-Early-Media";

    public const string Supported = "supported";

    /// <summary>Whether media towards us is authorised, of the first stream, which is our audio; null where nothing is said, which changes nothing.</summary>
    public static bool? Read(SipResponse response)
    {
        foreach (var value in response.Headers.All(Header).SelectMany(v => HeaderText.Split(v, ',')))
        {
            switch (value.Split(';')[0].Trim().ToLowerInvariant())
            {
                case "sendrecv" or "sendonly":
                    return true;
                case "recvonly" or "inactive":
                    return false;
            }
        }

        return null;
    }
}
