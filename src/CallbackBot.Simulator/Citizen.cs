using System.Runtime.InteropServices;
using CallbackBot.Simulator.Lines;
using CallbackBot.Simulator.Talking;
using CallbackBot.Telephony.Audio;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Simulator;

/// <summary>One phone of the city and the person who picks it up.</summary>
internal sealed class Citizen(CitizenPlan plan, KnownPrompts known, Repertoire repertoire, ReadOnlyMemory<byte> noise, int seed, TimeProvider time)
{
    private static readonly TimeSpan LongestRinging = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestMessage = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BusyTone = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Paging = TimeSpan.FromSeconds(1);

    private readonly Random _random = new(seed);
    private readonly Lock _lock = new();
    private readonly List<string> _replies = [];
    private int _calls;
    private int _answered;
    private int _recognized;
    private int _unrecognized;
    private CallEndedBy? _endedBy;

    public string Phone => plan.Phone;

    public CitizenReport Report()
    {
        lock (_lock)
        {
            return new CitizenReport
            {
                Phone = plan.Phone,
                Persona = plan.Persona,
                CallsReceived = _calls,
                CallsAnswered = _answered,
                PromptsRecognized = _recognized,
                PromptsUnrecognized = _unrecognized,
                Replies = [.. _replies],
                EndedBy = _endedBy,
            };
        }
    }

    /// <summary>Lives through one incoming call, from the first ring to its end.</summary>
    public async Task TakeCallAsync(IncomingCall call, CancellationToken cancellationToken)
    {
        lock (_lock) _calls++;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(call.Cancelled, cancellationToken);
        try
        {
            await (plan.Persona switch
            {
                Persona.Busy => BusyAsync(call, over.Token),
                Persona.NeverAnswers => RingAsync(call, over.Token),
                Persona.PhoneOff => SwitchedOffAsync(call, over.Token),
                Persona.NoSuchNumber => NoSuchNumberAsync(call, over.Token),
                _ => PickUpAsync(call, over.Token),
            });
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The caller gave up, or the city is closing: the user agent has answered the INVITE.
        }
    }

    private async Task BusyAsync(IncomingCall call, CancellationToken cancellationToken)
    {
        await call.EarlyMediaAsync(new ExchangeAudio(ToneCadence.Busy), cancellationToken);
        await Task.Delay(BusyTone, time, cancellationToken);
        await call.RejectAsync(486, "Busy Here", 17, cancellationToken);
    }

    private async Task RingAsync(IncomingCall call, CancellationToken cancellationToken)
    {
        await call.RingAsync(cancellationToken);
        await Task.Delay(LongestRinging, time, cancellationToken);
        await call.RejectAsync(480, "Temporarily Unavailable", 19, cancellationToken);
    }

    private async Task SwitchedOffAsync(IncomingCall call, CancellationToken cancellationToken)
    {
        await Task.Delay(Paging, time, cancellationToken);
        await call.RejectAsync(480, "Temporarily Unavailable", 20, cancellationToken);
    }

    private async Task NoSuchNumberAsync(IncomingCall call, CancellationToken cancellationToken)
    {
        var announcement = repertoire.Say(Phrase.NoSuchNumber);
        await call.EarlyMediaAsync(new ExchangeAudio(announcement), cancellationToken);
        await Task.Delay(Duration(announcement), time, cancellationToken);
        await call.RejectAsync(404, "Not Found", 1, cancellationToken);
    }

    private async Task PickUpAsync(IncomingCall incoming, CancellationToken cancellationToken)
    {
        await incoming.RingAsync(cancellationToken);
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(400, 1500)), time, cancellationToken);
        var line = new PhoneLine(noise, plan.GainDb, plan.EchoDb);
        await using var call = await incoming.AnswerAsync(line, cancellationToken);
        lock (_lock) _answered++;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(call.Ended, cancellationToken);
        try
        {
            await (plan.Persona is Persona.Voicemail ? RecordAsync(line, over.Token) : TalkAsync(call, line, over.Token));
            await call.HangUpAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (call.Ended.IsCancellationRequested)
        {
            // The robot hung up.
        }
        finally
        {
            lock (_lock) _endedBy = call.End?.By;
        }
    }

    private async Task RecordAsync(PhoneLine line, CancellationToken cancellationToken)
    {
        line.Play((byte[])[.. repertoire.Say(Phrase.Greeting).Span, .. Sounds.Beep()]);
        await Task.Delay(LongestMessage, time, cancellationToken);
    }

    private async Task TalkAsync(SipCall call, PhoneLine line, CancellationToken cancellationToken)
    {
        var conversation = new Conversation(plan, known, _random);
        try
        {
            await foreach (var heard in line.Heard.ReadAllAsync(cancellationToken))
            {
                switch (Hear(conversation, heard))
                {
                    case Reply.Say say:
                        Note(say.What);
                        line.Play(repertoire.Say(say.What));
                        break;
                    case Reply.Press press:
                        Note($"keys {press.Keys}");
                        call.SendDigits(press.Keys);
                        break;
                    case Reply.HangUp:
                        Note("hang up");
                        return;
                }
            }
        }
        finally
        {
            lock (_lock)
            {
                _recognized += conversation.Recognized;
                _unrecognized += conversation.Unrecognized;
            }
        }
    }

    private static Reply? Hear(Conversation conversation, AudioSlot heard) =>
        conversation.Hear(MemoryMarshal.CreateReadOnlySpan(ref heard[0], AudioSlot.Length));

    private void Note(string reply)
    {
        lock (_lock) _replies.Add(reply);
    }

    private static TimeSpan Duration(ReadOnlyMemory<byte> alaw) => TimeSpan.FromSeconds(alaw.Length / 8000.0);
}
