using CallbackBot.EndToEnd.Tests.Repository;
using CallbackBot.Worker.Settings;
using Microsoft.Extensions.Configuration;

namespace CallbackBot.EndToEnd.Tests.Program;

public sealed class TrunkKeysTests
{
    [Fact]
    public void The_settings_that_we_ship_and_the_names_that_are_known_are_the_same()
    {
        var shipped = new ConfigurationBuilder().AddJsonFile(Checkout.At("src/CallbackBot.Worker/appsettings.json")).Build().GetSection("Trunk");

        Assert.Equal(Names(shipped), TrunkKeys.OfATrunk.Concat(TrunkKeys.OfOurSide).Order(StringComparer.Ordinal));
        Assert.Equal(Names(shipped.GetSection("Tls")), TrunkKeys.OfTls.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_example_is_understood() =>
        HotlineSettings.Load(new ConfigurationBuilder()
            .AddJsonFile(Checkout.At("src/CallbackBot.Worker/appsettings.json")).AddJsonFile(Checkout.At("deploy/appsettings.example.json")).Build());

    private static IEnumerable<string> Names(IConfigurationSection section) => section.GetChildren().Select(c => c.Key).Order(StringComparer.Ordinal);
}
