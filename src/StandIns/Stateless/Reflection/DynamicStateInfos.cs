namespace Stateless.Reflection;

/// <summary>Where a dynamic transition may lead, for those who draw graphs. It changes nothing in how the machine runs.</summary>
public class DynamicStateInfos : List<DynamicStateInfo>
{
    /// <summary>Adds one possible destination and when it is chosen.</summary>
    public void Add<TState>(TState destinationState, string criterion) =>
        Add(new DynamicStateInfo(destinationState?.ToString() ?? "", criterion));
}
