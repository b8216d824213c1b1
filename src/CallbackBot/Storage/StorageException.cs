namespace CallbackBot.Storage;

/// <summary>The environment, not the program, is at fault. The message is one sentence for the person at the console and says what to do.</summary>
public sealed class StorageException : Exception
{
    public StorageException(string message) : base(message) { }

    public StorageException(string message, Exception inner) : base(message, inner) { }
}
