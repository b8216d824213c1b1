using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Running;

namespace CallbackBot.Dialogs.Tests.Running;

/// <summary>Plays back what was heard, in order; hangs up when there is no more.</summary>
internal sealed class ScriptedConversation(params Heard[] heard) : IConversation, IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly Queue<Heard> _heard = new(heard);

    public List<Prompt> Played { get; } = [];

    public List<Listening> Listened { get; } = [];

    /// <summary>What interrupts a statement, by its key.</summary>
    public Dictionary<string, Heard> Interruptions { get; } = [];

    public CancellationToken Ended => _ended.Token;

    public Task<Heard?> SayAsync(Prompt prompt, Interruption interruption, CancellationToken ended)
    {
        Played.Add(prompt);
        return Task.FromResult(Interruptions.Remove(prompt.Key, out var heard) ? heard : null);
    }

    public async Task<Heard> AskAsync(Prompt prompt, Listening listening, CancellationToken ended)
    {
        Played.Add(prompt);
        Listened.Add(listening);
        if (_heard.TryDequeue(out var reply)) return reply;
        await _ended.CancelAsync();
        throw new OperationCanceledException(ended);
    }

    public void Dispose() => _ended.Dispose();
}
