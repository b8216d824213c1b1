using CallbackBot.EndToEnd.Tests.Repository;
using CallbackBot.Testing.Sip;

namespace CallbackBot.EndToEnd.Tests.Calls;

/// <summary>SIPp with the scenarios that the telephony's own tests use too, and with those of this folder.</summary>
internal static class Sipp
{
    public static Task<SippProcess> StartAsync(string scenario, params string[] arguments)
    {
        var shared = Checkout.At($"tests/CallbackBot.Telephony.Tests/Sipp/{scenario}.xml");
        return SippProcess.StartAsync(File.Exists(shared) ? shared : Checkout.At($"tests/CallbackBot.EndToEnd.Tests/Calls/{scenario}.xml"), arguments);
    }
}
