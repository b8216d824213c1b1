namespace CallbackBot.Calls;

/// <summary>What the callers log: attempts by number, never a phone, a name or words.</summary>
internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Information, "attempt {Attempt}: {Disposition} after {Seconds:0.0} s, code {Code}, cause {Cause}")]
    public static partial void AttemptOver(ILogger logger, long attempt, string disposition, double seconds, int code, int? cause);

    [LoggerMessage(102, LogLevel.Warning, "attempt {Attempt}: {Problem}")]
    public static partial void RecordingProblem(ILogger logger, long attempt, string problem);

    [LoggerMessage(103, LogLevel.Error, "attempt {Attempt}: the recording's length differs from the call's by {Milliseconds:0} ms")]
    public static partial void RecordingLength(ILogger logger, long attempt, double milliseconds);

    [LoggerMessage(104, LogLevel.Information, "caller {Caller}: not dialled: {Objections}")]
    public static partial void Blocked(ILogger logger, long caller, string objections);

    [LoggerMessage(105, LogLevel.Warning, "caller {Caller}: not dialled, the lease was lost to another worker")]
    public static partial void LeaseLost(ILogger logger, long caller);

    [LoggerMessage(106, LogLevel.Error, "caller {Caller}: not dialled, prompts cannot be rendered: {Problem}")]
    public static partial void NoPrompts(ILogger logger, long caller, string problem);

    [LoggerMessage(107, LogLevel.Warning, "attempt {Attempt}: PostgreSQL is away, the outcome waits in the journal")]
    public static partial void Journaled(ILogger logger, long attempt);

    [LoggerMessage(108, LogLevel.Error, "attempt {Attempt}: the outcome was refused, another worker took the person over")]
    public static partial void OutcomeRefused(ILogger logger, long attempt);

    [LoggerMessage(109, LogLevel.Error, "a call ended by a fault")]
    public static partial void CallFault(ILogger logger, Exception fault);

    [LoggerMessage(110, LogLevel.Information, "test trunk: attempt {Attempt} goes out although {Objections}")]
    public static partial void TestTrunk(ILogger logger, long attempt, string objections);

    [LoggerMessage(111, LogLevel.Warning, "caller {Caller}: the lease could not be renewed, PostgreSQL is away")]
    public static partial void RenewalFailed(ILogger logger, long caller);

    [LoggerMessage(112, LogLevel.Warning, "a reply was not recognised, the citizen is asked again: {Problem}")]
    public static partial void RecogniserFailed(ILogger logger, string problem);

    [LoggerMessage(114, LogLevel.Warning, "caller {Caller}: not dialled, no trunk can take a call now")]
    public static partial void NoLine(ILogger logger, long caller);

    [LoggerMessage(115, LogLevel.Error, "attempt {Attempt}: the lease was lost to another worker, the call is ended")]
    public static partial void LeaseLostInCall(ILogger logger, long attempt);

    [LoggerMessage(113, LogLevel.Critical, "attempt {Attempt}: EMERGENCY, a person must call back at once")]
    public static partial void Emergency(ILogger logger, long attempt);
}
