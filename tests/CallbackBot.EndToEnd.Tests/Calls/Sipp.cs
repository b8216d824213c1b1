using System.Net;
using CallbackBot.EndToEnd.Tests.Repository;
using CallbackBot.Testing.Sip;

namespace CallbackBot.EndToEnd.Tests.Calls;

/// <summary>SIPp with the scenarios that the telephony's own tests use too, and with those of this folder.</summary>
internal static class Sipp
{
    public static Task<SippProcess> StartAsync(string scenario, params string[] arguments) => StartAsync(scenario, (_, _) => arguments);

    /// <param name="argumentsFor">Gets the addresses for SIP and RTP that were chosen.</param>
    public static Task<SippProcess> StartAsync(string scenario, Func<IPEndPoint, IPEndPoint, string[]> argumentsFor)
    {
        var shared = Checkout.At($"tests/CallbackBot.Telephony.Tests/Sipp/{scenario}.xml");
        return SippProcess.StartAsync(File.Exists(shared) ? shared : Checkout.At($"tests/CallbackBot.EndToEnd.Tests/Calls/{scenario}.xml"), argumentsFor);
    }
}
