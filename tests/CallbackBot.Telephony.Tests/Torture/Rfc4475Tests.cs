using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Torture;

/// <summary>Every message of RFC 4475: what <c>sip parse</c> says, and what the agent's own parser makes of it.</summary>
public class Rfc4475Tests
{
    [Fact]
    public void There_are_49_messages() => Assert.Equal(49, TortureMessages.Rfc4475.Count);

    [Theory]
    [InlineData("wsinv", "3.1.1.1")]
    [InlineData("intmeth", "3.1.1.2")]
    [InlineData("esc01", "3.1.1.3")]
    [InlineData("escnull", "3.1.1.4")]
    [InlineData("esc02", "3.1.1.5")]
    [InlineData("lwsdisp", "3.1.1.6")]
    [InlineData("longreq", "3.1.1.7")]
    [InlineData("dblreq", "3.1.1.8")]
    [InlineData("semiuri", "3.1.1.9")]
    [InlineData("transports", "3.1.1.10")]
    [InlineData("mpart01", "3.1.1.11")]
    [InlineData("unreason", "3.1.1.12")]
    [InlineData("noreason", "3.1.1.13")]
    [InlineData("badbranch", "3.2.1")]
    [InlineData("unkscm", "3.3.2")]
    [InlineData("novelsc", "3.3.3")]
    [InlineData("unksm2", "3.3.4")]
    [InlineData("bext01", "3.3.5")]
    [InlineData("invut", "3.3.6")]
    [InlineData("regaut01", "3.3.7")]
    [InlineData("bcast", "3.3.10")]
    [InlineData("zeromf", "3.3.11")]
    [InlineData("cparam01", "3.3.12")]
    [InlineData("cparam02", "3.3.13")]
    [InlineData("regescrt", "3.3.14")]
    [InlineData("sdp01", "3.3.15")]
    [InlineData("inv2543", "3.4.1")]
    public void Well_formed(string name, string section)
    {
        Assert.True(SipGrammar.Check(TortureMessages.Named(name)) is null, $"{section}: {SipGrammar.Check(TortureMessages.Named(name))}");
        Assert.NotNull(SipParser.Parse(TortureMessages.Named(name)).Message);
    }

    /// <summary>Where the first fault is. The agent itself forgives what nothing depends on (the RFC lets it).</summary>
    [Theory]
    [InlineData("badinv01", "3.1.2.1", "Via", 7, false)]
    [InlineData("clerr", "3.1.2.2", "Content-Length", 10, false)]
    [InlineData("ncl", "3.1.2.3", "Content-Length", 10, false)]
    [InlineData("scalar02", "3.1.2.4", "CSeq", 5, false)]
    [InlineData("scalarlg", "3.1.2.5", "CSeq", 5, false)]
    [InlineData("quotbal", "3.1.2.6", "To", 2, false)]
    [InlineData("ltgtruri", "3.1.2.7", "start line", 1, false)]
    [InlineData("lwsruri", "3.1.2.8", "start line", 1, false)]
    [InlineData("lwsstart", "3.1.2.9", "start line", 1, false)]
    [InlineData("trws", "3.1.2.10", "start line", 1, false)]
    [InlineData("escruri", "3.1.2.11", "start line", 1, false)]
    [InlineData("baddate", "3.1.2.12", "Date", 8, true)]
    [InlineData("regbadct", "3.1.2.13", "Contact", 8, true)]
    [InlineData("badaspec", "3.1.2.14", "To", 5, true)]
    [InlineData("baddn", "3.1.2.15", "From", 4, true)]
    [InlineData("badvers", "3.1.2.16", "start line", 1, false)]
    [InlineData("mismatch01", "3.1.2.17", "CSeq", 6, false)]
    [InlineData("mismatch02", "3.1.2.18", "CSeq", 6, false)]
    [InlineData("bigcode", "3.1.2.19", "start line", 1, false)]
    [InlineData("insuf", "3.3.1", "From", 0, false)]
    [InlineData("multi01", "3.3.8", "CSeq", 7, false)]
    [InlineData("mcl01", "3.3.9", "Content-Length", 9, false)]
    public void Malformed(string name, string section, string where, int line, bool forgivenOnTheWire)
    {
        var fault = SipGrammar.Check(TortureMessages.Named(name));
        Assert.True(fault is not null, section);
        Assert.Equal((where, line), (fault.Value.Where, fault.Value.Line));
        Assert.Equal(forgivenOnTheWire, SipParser.Parse(TortureMessages.Named(name)).Message is not null);
    }

    [Fact]
    public void Section_3_1_1_1_folds_compact_names_and_blanks_everywhere()
    {
        var invite = Request("wsinv");
        Assert.Equal("1918181833n", invite.To.Tag);
        Assert.Equal(("J Rosenberg \\\"", "98asjd8"), (invite.From.DisplayName, invite.From.Tag));
        Assert.Equal(["192.0.2.2", "spindle.example.com", "192.168.255.111"], Vias(invite).Select(v => v.Host));
        Assert.Equal(["390skdjuw", "z9hG4bK9ikj8", "z9hG4bK30239"], Vias(invite).Select(v => v.Branch));
        Assert.Equal(new CSeq(9, "INVITE"), invite.CSeq);
        Assert.Equal("", invite.Headers["Subject"]);
        Assert.Equal("newfangled value continued newfangled value", invite.Headers["NewFangledHeader"]);
        Assert.Equal(("Quoted string \"\"", "0.33", "newvalue"), (invite.Contact!.DisplayName, invite.Contact.Parameter("q"), invite.Contact.Parameter("newparam")));
        Assert.Equal(150, invite.Body.Length);
    }

    [Fact]
    public void Section_3_1_1_2_a_token_may_hold_much()
    {
        var request = Request("intmeth");
        Assert.Equal("!interesting-Method0123456789_*+`.%indeed'~", request.Method);
        Assert.Equal("BEL:\a NUL:\0 DEL:\x7F", request.To.DisplayName);
        Assert.Equal("_token~1'+`*%!-.", request.From.Tag);
        Assert.Equal("работающий", request.From.Parameter("fromParam''~+*_!.-%"));
        Assert.Equal("\uFEFF大停電", request.Headers["extensionHeader-!.%*+_`'~"]);
        Assert.Equal("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)", SipUri.Parse(request.Uri).User);
    }

    [Fact]
    public void Sections_3_1_1_3_to_5_escapes_stay_as_they_are_and_mean_nothing_outside_uris()
    {
        Assert.Equal("sips%3Auser%40example.com", SipUri.Parse(Request("esc01").Uri).User);
        Assert.Equal(["<sip:%00@host5.example.com>", "<sip:%00%00@host5.example.com>"], Request("escnull").Headers.All("Contact"));
        Assert.Equal("RE%47IST%45R", Request("esc02").Method);
        Assert.Equal(2, Request("esc02").Headers.All("Contact").Count());
        Assert.Equal("%Z%45", Request("esc02").To.DisplayName);
    }

    [Fact]
    public void Sections_3_1_1_6_to_10_names_lengths_and_transports()
    {
        Assert.Equal("caller", Request("lwsdisp").From.DisplayName);
        Assert.Equal(34, Vias(Request("longreq")).Count());
        Assert.Equal(("REGISTER", 0), (Request("dblreq").Method, Request("dblreq").Body.Length));
        Assert.Equal("user;par=u%40example.net", SipUri.Parse(Request("semiuri").Uri).User);
        Assert.Equal(["UDP", "SCTP", "TLS", "UNKNOWN", "TCP"], Vias(Request("transports")).Select(v => v.Transport));
    }

    [Fact]
    public void Sections_3_1_1_11_to_13_binary_bodies_and_reason_phrases()
    {
        Assert.Equal(553, Request("mpart01").Body.Length);
        Assert.Equal("= 2**3 * 5**2 но сто девяносто девять - простое", ((SipResponse)SipParser.Parse(TortureMessages.Named("unreason")).Message!).Phrase);
        Assert.Equal("", ((SipResponse)SipParser.Parse(TortureMessages.Named("noreason")).Message!).Phrase);
    }

    [Fact]
    public void Sections_3_3_12_and_13_brackets_decide_whose_a_parameter_is()
    {
        Assert.Equal(("sip:+19725552222@gw1.example.net", ""), (Request("cparam01").Contact!.Uri, Request("cparam01").Contact!.Parameter("unknownparam")));
        Assert.Equal(("", null), (Request("cparam02").Contact!.SipUri!.Parameter("unknownparam"), Request("cparam02").Contact!.Parameter("unknownparam")));
    }

    private static SipRequest Request(string name) => Assert.IsType<SipRequest>(SipParser.Parse(TortureMessages.Named(name)).Message);

    private static IEnumerable<Via> Vias(SipRequest request) => request.Headers.All("Via").Select(v => Via.TryParse(v, out var via) ? via : throw new InvalidOperationException());
}
