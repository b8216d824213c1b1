using CallbackBot.Simulator.Hearing;

namespace CallbackBot.Simulator.Talking;

/// <summary>One call as the citizen lives it, slot by slot: hears, understands, waits a natural moment, replies.</summary>
/// <remarks>Time is counted in slots of 20 ms heard, so a conversation needs no clock and runs as fast as audio is fed to it.</remarks>
internal sealed class Conversation(CitizenPlan plan, KnownPrompts known, Random random)
{
    private const int SlotMs = 20;
    private const int BargeInAfter = 1500 / SlotMs;       // into the prompt
    private const int SamePrompt = 1000 / SlotMs;         // a prompt that ends this soon after the reply was its cause
    private const int GoesOn = 100 / SlotMs;              // speech this long after a prompt is the next one
    private const int GoodbyePatience = 3000 / SlotMs;
    private const int Patience = 40_000 / SlotMs;

    private readonly PromptMatcher _matcher = new(known.Fingerprints);
    private readonly Mind _mind = new(plan);
    private readonly HashSet<(int Order, string Key)> _heard = [];

    private int _slot;
    private int _order;
    private int _lastEvent;
    private int _speechSince;
    private int _replied = -SamePrompt;
    private int _repliedTo = -1;
    private int _patience = Patience;
    private (Reply Reply, int Due, bool OverPrompt)? _next;

    /// <summary>Prompts that were recognised to their end or early enough to reply.</summary>
    public int Recognized { get; private set; }

    /// <summary>Utterances that matched no prompt.</summary>
    public int Unrecognized { get; private set; }

    /// <summary>Takes the next 20 ms and returns what the citizen does now; null for nothing.</summary>
    public Reply? Hear(ReadOnlySpan<byte> alaw)
    {
        _slot++;
        if (_matcher.Hear(alaw) is { } clear) React(clear);
        else if (!_matcher.Silent) _speechSince++;
        if (_speechSince > GoesOn && _next is { OverPrompt: false }) _next = null;
        if (_next is { } next && next.Due <= _slot)
        {
            _next = null;
            _replied = _slot;
            return next.Reply;
        }

        return _slot - _lastEvent > _patience ? new Reply.HangUp() : null;
    }

    private void React(Recognized clear)
    {
        _lastEvent = _slot;
        _speechSince = 0;
        switch (clear.Kind)
        {
            case Recognition.Begun:
                if (plan.Persona is Persona.AnswersWhilePromptPlays) Reply(clear.Prompt, BargeInAfter, overPrompt: true);
                break;
            case Recognition.Finished:
                Recognized++;
                if (!AlreadyAnswered(clear.Prompt)) Reply(clear.Prompt, Pause(), overPrompt: false);
                break;
            case Recognition.BrokenOff:
                if (!AlreadyAnswered(clear.Prompt)) Reply(clear.Prompt, Pause(), overPrompt: false);
                break;
            case Recognition.Unknown:
                Unrecognized++;
                if (_mind.ReplyToUnknown() is { } pardon) _next = (pardon, _slot + Pause(), false);
                break;
        }
    }

    private bool AlreadyAnswered(int prompt) => prompt == _repliedTo && (_next is not null || _slot - _replied < SamePrompt);

    private void Reply(int prompt, int after, bool overPrompt)
    {
        var (order, key) = known.Choose(prompt, _order, BeginsAnew);
        _order = order;
        _heard.Add((order, key));
        var about = plan.Orders[order];
        var meaning = PromptMeaning.Of(key, about.Briefing);
        _patience = meaning.Kind is PromptKind.Ending ? GoodbyePatience : Patience;
        _repliedTo = prompt;
        _next = _mind.ReplyTo(meaning, about) is { } reply ? (reply, _slot + after, overPrompt) : null;
    }

    // Two orders may be introduced in the same words: hearing them again, with every question asked, is the next order.
    private bool BeginsAnew(string key) =>
        !key.Contains('.', StringComparison.Ordinal) && _heard.Contains((_order, key))
        && plan.Orders[_order].Briefing.Steps is var steps && steps.All(s => s.Step != key)
        && steps.All(s => s.Set is "person" or "free_text" || _heard.Contains((_order, s.Step)));

    private int Pause() => random.Next(300, 900) / SlotMs;
}
