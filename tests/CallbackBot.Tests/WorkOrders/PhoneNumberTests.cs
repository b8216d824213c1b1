using CallbackBot.WorkOrders;

namespace CallbackBot.Tests.WorkOrders;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("13800138000", "+8613800138000")]
    [InlineData("138 0013 8000", "+8613800138000")]
    [InlineData("+86 138-0013-8000", "+8613800138000")]
    [InlineData("0086 13800138000", "+8613800138000")]
    [InlineData("8613800138000", "+8613800138000")]
    [InlineData("１３８００１３８０００", "+8613800138000")]
    [InlineData("010-65123456", "+861065123456")]
    [InlineData("(021) 6512 3456", "+862165123456")]
    [InlineData("+86 10 6512 3456", "+861065123456")]
    [InlineData("0311-8712345", "+863118712345")]
    [InlineData("+86 100 0000 0042", "+8610000000042")]
    public void What_people_write_becomes_E164(string text, string expected)
    {
        Assert.Equal(expected, PhoneNumber.Parse(text, out var wrong));
        Assert.Null(wrong);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("110")]
    [InlineData("12800138000")]
    [InlineData("138001380001")]
    [InlineData("4008001234")]
    [InlineData("+44 20 7946 0000")]
    [InlineData("65123456")]
    [InlineData("1000000042")]
    [InlineData("138O0138000")]
    public void What_cannot_be_dialled_is_refused(string text)
    {
        Assert.Null(PhoneNumber.Parse(text, out var wrong));
        Assert.NotNull(wrong);
    }
}
