using System.Data;
using Dapper;

namespace CallbackBot.Storage;

/// <summary>timestamptz: Npgsql wants UTC and returns <see cref="DateTime"/>; the code speaks <see cref="DateTimeOffset"/>.</summary>
internal sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
{
    public override DateTimeOffset Parse(object value) => value switch
    {
        DateTime utc => new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)),
        DateTimeOffset instant => instant,
        _ => throw new InvalidCastException($"{value.GetType()} is no timestamptz"),
    };

    public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.ToUniversalTime();
}

internal sealed class DateHandler : SqlMapper.TypeHandler<DateOnly>
{
    public override DateOnly Parse(object value) => value is DateTime date ? DateOnly.FromDateTime(date) : (DateOnly)value;

    public override void SetValue(IDbDataParameter parameter, DateOnly value) => parameter.Value = value;
}
