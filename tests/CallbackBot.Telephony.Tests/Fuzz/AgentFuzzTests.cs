using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Messages;
using CallbackBot.Telephony.Tests.Sip;

namespace CallbackBot.Telephony.Tests.Fuzz;

/// <summary>Spoiled messages reach a whole agent during a call: nothing escapes, the call goes on, and nothing is kept once the timers are through.</summary>
[Collection(LongRunning.Name)]
public class AgentFuzzTests : AgentTest
{
    private const int Messages = 4_000;

    /// <summary>One call has so many messages; where there is time for more, the same agent has one call after the other.</summary>
    [Fact]
    public async Task A_call_survives_everything_that_its_peer_misspells()
    {
        foreach (var seed in FuzzRun.Seeds(1)) await OneCallAsync(seed);
    }

    private async Task OneCallAsync(int seed)
    {
        Peer.Drain();
        var (invite, call) = await AnsweredAsync();
        byte[][] seeds =
        [
            .. ((string[])["INFO", "OPTIONS", "UPDATE", "NOTIFY", "MESSAGE", "PRACK", "ACK", "CANCEL"]).Select((m, i) => SipWriter.Write(Peer.NewRequestIn(invite, m, (uint)(10 + i)))),
            SipWriter.Write(Peer.NewRequestIn(invite, "INVITE", 30, sdp: ScriptedPeer.Sdp)),
            SipWriter.Write(Peer.NewRequest("INVITE", 40, sdp: ScriptedPeer.Sdp)),
            SipWriter.Write(Peer.NewRequest("OPTIONS", 41)),
            .. ((int[])[100, 180, 183, 200, 302, 401, 481, 486, 503]).Select(code => SipWriter.Write(invite.Respond(code, "x", "peer"))),
        ];

        for (var i = 0; i < Messages; i++)
        {
            var random = new Random(unchecked((seed * Messages) + i));
            Peer.Send(new Mutator(random).Mutate(seeds[random.Next(seeds.Length)]));
            if (i % 50 != 49) continue;
            await PassAsync(0.02);
            Peer.Drain();
            Assert.False(call.Ended.IsCancellationRequested, $"seed {seed}: ended behind message {i}: {call.End}");
        }

        var slots = Audio.Slots;
        await PassAsync(0.2);
        Assert.True(Audio.Slots > slots, "no audio any more");

        Peer.Drain();
        Peer.Send(Peer.NewRequestIn(invite, "BYE", 1_000_000_000));
        await PassAsync(0.2);
        await EndOf(call);
        await PassAsync(70);
        Assert.Equal(0, Agent.Context.Transactions.Count);
        Assert.Empty(Agent.Context.Calls.Calls);
    }
}
