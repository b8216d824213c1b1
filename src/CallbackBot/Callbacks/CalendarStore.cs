using Dapper;
using Npgsql;

namespace CallbackBot.Callbacks;

/// <summary>The calendar in the database, so that every worker has the same one.</summary>
public sealed class CalendarStore(NpgsqlDataSource data)
{
    /// <summary>Adds days, or corrects them; returns how many changed.</summary>
    public async Task<int> SaveAsync(IReadOnlyList<CalendarDay> days, CancellationToken cancellationToken)
    {
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into calendar_day (date, kind, name, notice)
            select * from unnest(@dates, @kinds, @names, @notices)
            on conflict (date) do update set kind = excluded.kind, name = excluded.name, notice = excluded.notice
            where (calendar_day.kind, calendar_day.name, calendar_day.notice) is distinct from (excluded.kind, excluded.name, excluded.notice)
            """,
            new
            {
                dates = days.Select(d => d.Date).ToArray(),
                kinds = days.Select(d => d.Kind).ToArray(),
                names = days.Select(d => d.Name).ToArray(),
                notices = days.Select(d => d.Notice).ToArray(),
            },
            cancellationToken: cancellationToken));
    }

    public async Task<CallingCalendar> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        return new CallingCalendar(await connection.QueryAsync<CalendarDay>(new CommandDefinition(
            "select date, kind, name, notice from calendar_day order by date", cancellationToken: cancellationToken)));
    }
}
