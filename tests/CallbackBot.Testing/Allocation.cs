namespace CallbackBot.Testing;

/// <summary>Counts what code allocates once it has settled.</summary>
public static class Allocation
{
    private const int Rounds = 3;

    /// <summary>
    /// Bytes of managed memory that the calling thread takes for <paramref name="work"/>: the least of three rounds, because the runtime itself
    /// takes some when it compiles a method anew in the middle of one.
    /// </summary>
    public static long WhenSteady(Action work)
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
