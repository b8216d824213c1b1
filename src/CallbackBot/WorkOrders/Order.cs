namespace CallbackBot.WorkOrders;

/// <summary>One closed order as a source delivers it, checked and in canonical form.</summary>
public sealed record Order
{
    /// <summary>Where it stands in its source, for reports.</summary>
    public required int Line { get; init; }

    public required string OrderNo { get; init; }

    public string? OrderType { get; init; }

    public string? CategoryCode { get; init; }

    public string? CategoryName { get; init; }

    public required string Title { get; init; }

    /// <summary>What the robot says; the only wording of the matter that is ever spoken.</summary>
    public required string ShortTitle { get; init; }

    public required string Content { get; init; }

    public string? CallerName { get; init; }

    /// <summary><c>person</c> or <c>company</c>.</summary>
    public required string CallerKind { get; init; }

    /// <summary>E.164.</summary>
    public required string Phone { get; init; }

    /// <summary><c>zh-CN</c> or <c>en</c>.</summary>
    public required string Language { get; init; }

    public required string District { get; init; }

    public string? Street { get; init; }

    public required string Unit { get; init; }

    public required string UnitKind { get; init; }

    public string? UnitSpoken { get; init; }

    public string? UnitSpokenEn { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    public required DateTimeOffset ClosedAt { get; init; }

    public string? ResultText { get; init; }

    /// <summary>Without name and phone.</summary>
    public override string ToString() => $"order {OrderNo}";
}
