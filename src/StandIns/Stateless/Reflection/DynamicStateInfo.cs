namespace Stateless.Reflection;

/// <summary>One possible destination of a dynamic transition.</summary>
public class DynamicStateInfo(string destinationState, string criterion)
{
    /// <summary>Name of the destination.</summary>
    public string DestinationState { get; set; } = destinationState;

    /// <summary>When it is chosen.</summary>
    public string Criterion { get; set; } = criterion;
}
