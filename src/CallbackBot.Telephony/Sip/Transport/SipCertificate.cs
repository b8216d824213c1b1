using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace CallbackBot.Telephony.Sip.Transport;

/// <summary>Whom a certificate stands for in SIP (RFC 5922 section 7.1).</summary>
internal static class SipCertificate
{
    private const string AlternativeNames = "2.5.29.17";

    /// <summary>
    /// True when the certificate names this domain or address: as <c>sip:domain</c> or as DNS name among its alternative names, or, when it has none of
    /// these, as common name. The names are compared whole: a wildcard matches nothing (section 7.2).
    /// </summary>
    public static bool IsFor(X509Certificate2 certificate, string name)
    {
        var names = new List<string>();
        foreach (var extension in certificate.Extensions)
        {
            if (extension.Oid?.Value != AlternativeNames) continue;
            var alternative = new X509SubjectAlternativeNameExtension(extension.RawData);
            if (IPAddress.TryParse(name, out var address) && alternative.EnumerateIPAddresses().Contains(address)) return true;
            names.AddRange(alternative.EnumerateDnsNames());
            names.AddRange(SipDomains(extension.RawData));
        }

        if (names.Count == 0 && certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is { Length: > 0 } common) names.Add(common);
        return names.Exists(n => n.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The URIs <c>sip:domain</c>; one with a user part is a person's, not a domain's.</summary>
    private static IEnumerable<string> SipDomains(byte[] alternativeNames)
    {
        var uri = new Asn1Tag(TagClass.ContextSpecific, 6);
        var names = new AsnReader(alternativeNames, AsnEncodingRules.DER).ReadSequence();
        while (names.HasData)
        {
            if (!names.PeekTag().HasSameClassAndValue(uri)) names.ReadEncodedValue();
            else if (SipUri.TryParse(names.ReadCharacterString(UniversalTagNumber.IA5String, uri), out var found) && found.User is null) yield return found.Host;
        }
    }
}
