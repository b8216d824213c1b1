namespace CallbackBot.EndToEnd.Tests;

internal static class Limit
{
    /// <summary>Ends what hangs. Each use has its own three minutes.</summary>
    public static CancellationToken Soon() => new CancellationTokenSource(TimeSpan.FromMinutes(3), TimeProvider.System).Token;
}
