namespace CallbackBot.Simulator.Talking;

/// <summary>What a citizen does in answer to a prompt.</summary>
internal abstract record Reply
{
    private Reply() { }

    /// <summary>Says something.</summary>
    /// <param name="What">Name of the phrase in the repertoire: <c>resolution.partly</c>.</param>
    public sealed record Say(string What) : Reply;

    /// <summary>Presses keys.</summary>
    public sealed record Press(string Keys) : Reply;

    /// <summary>Hangs up.</summary>
    public sealed record HangUp : Reply;
}
