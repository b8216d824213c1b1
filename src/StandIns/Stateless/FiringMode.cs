namespace Stateless;

/// <summary>What <c>Fire</c> does when it is called from within an action of the same machine.</summary>
public enum FiringMode
{
    /// <summary>The trigger is handled at once, inside the action that fired it.</summary>
    Immediate,

    /// <summary>The trigger waits until the one being handled is done (run to completion). The default.</summary>
    Queued,
}
