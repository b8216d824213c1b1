using System.Text;

namespace CallbackBot.Telephony.Sip;

/// <summary>Which digits a trunk wants.</summary>
public enum NumberStyle
{
    /// <summary>As it was given.</summary>
    AsGiven,

    /// <summary>As dialled inside the country: 01066668888, 13800138000.</summary>
    National,

    /// <summary>E.164 with its plus: +861066668888, +8613800138000.</summary>
    International,
}

/// <summary>Which URI a trunk wants a number in.</summary>
public enum NumberUri
{
    /// <summary><c>sip:number@host</c></summary>
    Sip,

    /// <summary><c>sip:number@host;user=phone</c> (RFC 3261 section 19.1.1)</summary>
    SipUserPhone,

    /// <summary><c>tel:number</c> (RFC 3966); a number without plus gets the country as its phone-context (section 5.1.5).</summary>
    Tel,
}

/// <summary>How one trunk writes telephone numbers: ours in From, and the callee's in the Request-URI.</summary>
/// <param name="Style">The digits. Short codes (up to 6 digits: 12345) and names have one form only.</param>
/// <param name="Uri">The URI around them.</param>
/// <param name="CountryCode">The country that national numbers are of.</param>
/// <param name="TrunkPrefix">What stands before an area code inside the country; empty where nothing does.</param>
public sealed record NumberFormat(
    NumberStyle Style = NumberStyle.AsGiven, NumberUri Uri = NumberUri.Sip, string CountryCode = "86", string TrunkPrefix = "0")
{
    private const int LongestShortCode = 6;

    /// <summary>The digits as the trunk wants them; separators (<c>-.()</c> and spaces, RFC 3966 section 5.1.1) are left out.</summary>
    public string Write(string number)
    {
        if (number.Any(char.IsLetter)) return number;
        var digits = string.Concat(number.Where(c => char.IsAsciiDigit(c) || c is '+' or '*' or '#'));
        if (digits.Length <= LongestShortCode || digits.AsSpan().ContainsAny('*', '#')) return digits;
        return Style switch
        {
            NumberStyle.International => International(digits),
            NumberStyle.National => National(digits),
            _ => digits,
        };
    }

    /// <summary>The URI of a number.</summary>
    /// <param name="number">A number, or a user name.</param>
    /// <param name="hostPort">Host, or host and port, of a SIP URI.</param>
    public string UriOf(string number, string hostPort)
    {
        var written = Write(number);
        if (written.Any(char.IsLetter)) return $"sip:{Escape(written)}@{hostPort}";
        return Uri switch
        {
            NumberUri.Tel when written.StartsWith('+') => $"tel:{written}",
            NumberUri.Tel => $"tel:{Escape(written)};phone-context=+{CountryCode}",
            NumberUri.SipUserPhone => $"sip:{Escape(written)}@{hostPort};user=phone",
            _ => $"sip:{Escape(written)}@{hostPort}",
        };
    }

    private string International(string digits)
    {
        digits = WithPlus(digits);
        if (digits.StartsWith('+')) return digits;
        return $"+{CountryCode}{(TrunkPrefix.Length > 0 && digits.StartsWith(TrunkPrefix, StringComparison.Ordinal) ? digits[TrunkPrefix.Length..] : digits)}";
    }

    private string National(string digits)
    {
        var country = "+" + CountryCode;
        digits = WithPlus(digits);
        if (!digits.StartsWith('+')) return digits;
        if (!digits.StartsWith(country, StringComparison.Ordinal)) return "00" + digits[1..];
        var rest = digits[country.Length..];
        return HasAreaCode(rest) ? TrunkPrefix + rest : rest;
    }

    /// <summary>The international prefix of most countries, China's too, says what the plus says.</summary>
    private static string WithPlus(string digits) => digits.StartsWith("00", StringComparison.Ordinal) ? "+" + digits[2..] : digits;

    /// <summary>In the Chinese plan neither mobile numbers (1 and ten digits) nor 400 and 800 numbers have an area code.</summary>
    private bool HasAreaCode(string significant) => CountryCode != "86" || !(significant is ['1', ..] && significant.Length == 11
        || significant.StartsWith("400", StringComparison.Ordinal) || significant.StartsWith("800", StringComparison.Ordinal));

    /// <summary>What the user part of a SIP URI may not hold is escaped (RFC 3261 section 25.1).</summary>
    private static string Escape(string user)
    {
        var escaped = new StringBuilder(user.Length);
        foreach (var b in Encoding.UTF8.GetBytes(user))
        {
            var c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || "-_.!~*'()&=+$,?/".Contains(c, StringComparison.Ordinal)) escaped.Append(c);
            else escaped.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return escaped.ToString();
    }
}
