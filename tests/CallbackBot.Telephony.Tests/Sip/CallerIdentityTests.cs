using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;

namespace CallbackBot.Telephony.Tests.Sip;

/// <summary>Who calls, as the trunk sees it in the INVITE: RFC 3261 section 8.1.1.3, RFC 3323, RFC 3325.</summary>
public class CallerIdentityTests : AgentTest
{
    [Fact]
    public async Task Section_8_1_1_3_from_shows_the_fixed_number_and_the_name()
    {
        var invite = await InviteAsAsync(new CallerIdentity { Number = "12345", DisplayName = "市民热线 \"12345\"", Domain = "trunk.example" });
        Assert.Equal(("市民热线 \"12345\"", "sip:12345@trunk.example"), (invite.From.DisplayName, invite.From.Uri));
        Assert.NotNull(invite.From.Tag);
        Assert.Null(invite.Headers["P-Asserted-Identity"]);
        Assert.Null(invite.Headers["Privacy"]);
    }

    [Theory]
    [InlineData(IdentityHeader.Asserted, "P-Asserted-Identity", "P-Preferred-Identity")]
    [InlineData(IdentityHeader.Preferred, "P-Preferred-Identity", "P-Asserted-Identity")]
    public async Task Rfc_3325_section_9_the_network_is_told_a_number_of_its_own(IdentityHeader header, string present, string absent)
    {
        var invite = await InviteAsAsync(new CallerIdentity
        {
            Number = "12345",
            NetworkNumber = "01066668888",
            Header = header,
            Format = new NumberFormat(NumberStyle.International, NumberUri.Tel),
        });
        Assert.Equal("tel:12345;phone-context=+86", invite.From.Uri);
        Assert.Equal("<tel:+861066668888>", invite.Headers[present]);
        Assert.Null(invite.Headers[absent]);
    }

    [Fact]
    public async Task Rfc_3323_section_4_1_1_3_an_anonymous_caller_is_known_to_the_network_only()
    {
        var invite = await InviteAsAsync(new CallerIdentity
        {
            Number = "12345",
            DisplayName = "hotline",
            Domain = "trunk.example",
            Header = IdentityHeader.Asserted,
            Privacy = CallerPrivacy.Anonymous,
        });
        Assert.Equal(("Anonymous", "sip:anonymous@anonymous.invalid"), (invite.From.DisplayName, invite.From.Uri));
        Assert.Equal("\"hotline\" <sip:12345@trunk.example>", invite.Headers["P-Asserted-Identity"]);
        Assert.Equal("id", invite.Headers["Privacy"]);
    }

    [Theory]
    [InlineData(CallerPrivacy.Id, "id")]
    [InlineData(CallerPrivacy.None, "none")]
    public async Task Rfc_3325_section_9_3_privacy_is_asked_for_without_hiding_from(CallerPrivacy privacy, string value)
    {
        var invite = await InviteAsAsync(new CallerIdentity { Number = "12345", Privacy = privacy });
        Assert.Equal(value, invite.Headers["Privacy"]);
        Assert.Equal("12345", invite.From.SipUri!.User);
    }

    [Fact]
    public async Task Without_an_identity_the_agent_calls_as_itself() =>
        Assert.Equal("callbackbot", (await InviteAsAsync(null)).From.SipUri!.User);

    [Fact]
    public async Task Rfc_3966_the_callee_may_be_written_as_a_tel_uri()
    {
        var invite = await InviteAsAsync(null, "tel:+8613800138000");
        Assert.Equal(("tel:+8613800138000", "tel:+8613800138000"), (invite.Uri, invite.To.Uri));
    }

    private async Task<SipRequest> InviteAsAsync(CallerIdentity? identity, string? requestUri = null)
    {
        var inviting = Agent.InviteAsync(
            new InviteRequest { To = SipUri.At(Peer.Address, "callee"), Audio = Audio, Identity = identity, RequestUri = requestUri }, default);
        var invite = await Peer.RequestAsync("INVITE");
        Peer.Respond(invite, 486);
        await Peer.RequestAsync("ACK");
        await inviting;
        return invite;
    }
}
