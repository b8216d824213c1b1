namespace CallbackBot.Worker.Output;

/// <summary>A number with the noun that it counts.</summary>
internal static class Counted
{
    /// <summary><c>1 error</c>, <c>2 errors</c>, <c>0 branches</c>.</summary>
    public static string Of(int number, string noun) =>
        FormattableString.Invariant($"{number} {noun}{(number == 1 ? "" : noun.EndsWith("ch", StringComparison.Ordinal) ? "es" : "s")}");
}
