using Dapper;
using Npgsql;

namespace CallbackBot.Scoring;

/// <summary>Reads what scores are made of.</summary>
public sealed class AnswerRows(NpgsqlDataSource data)
{
    /// <summary>Every callback of the period that is final and stands, one row for each unit that answers for its order.</summary>
    /// <remarks>
    /// A callback belongs to the period of the citizen's last answer (a later correction by a person does not move it), an unreached one to that
    /// of its last attempt.
    /// </remarks>
    public async Task<IReadOnlyList<AnswerRow>> ReadAsync(Period period, ScorePolicy policy, CancellationToken cancellationToken)
    {
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<FinalRow>(new CommandDefinition(
            """
            select o.order_no, u.kind, u.name as unit, c.disposition, c.complete, a.response, a.resolution, a.satisfaction, a.source, a.confidence,
                   coalesce(s.said_at, t.ended_at, c.closed_at) as answered_at,
                   exists (select 1 from review r where r.callback_id = c.id and r.done_at is null) as human_check
            from callback_that_counts c
            join work_order o on o.id = c.order_id and o.assessed
            join order_unit ou on ou.order_id = o.id and ou.counts_for_score
            join unit u on u.id = ou.unit_id
            left join attempt t on t.id = c.last_attempt_id
            left join lateral (select max(at) as said_at from answer where callback_id = c.id and source <> 'human_review') s on true
            left join lateral (
                select max(label) filter (where question = 'response') as response,
                       max(label) filter (where question = 'resolution') as resolution,
                       max(label) filter (where question = 'satisfaction') as satisfaction,
                       string_agg(distinct source, '+' order by source) as source,
                       min(confidence) as confidence
                from answer_that_counts
                where callback_id = c.id and question in ('response', 'resolution', 'satisfaction')) a on true
            where coalesce(s.said_at, t.ended_at, c.closed_at) >= @Start and coalesce(s.said_at, t.ended_at, c.closed_at) < @End
            order by u.kind, u.name, o.order_no
            """,
            new { period.Start, period.End }, cancellationToken: cancellationToken));
        return
        [
            .. rows.Select(r => new AnswerRow(
                r.OrderNo, r.Kind, r.Unit, r.Disposition, policy.Counts(r.Disposition, r.Complete), r.Response, r.Resolution, r.Satisfaction, r.Source,
                r.Confidence, r.AnsweredAt, r.HumanCheck)),
        ];
    }

    /// <summary>Every unit, so that one without callbacks shows as "no data" and not at all missing.</summary>
    public async Task<IReadOnlyList<ScoredUnit>> UnitsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<ScoredUnit>(new CommandDefinition(
            "select kind, name from unit order by kind, name", cancellationToken: cancellationToken))];
    }

    private sealed record FinalRow(
        string OrderNo, string Kind, string Unit, string Disposition, bool Complete, string? Response, string? Resolution, string? Satisfaction,
        string? Source, double? Confidence, DateTimeOffset AnsweredAt, bool HumanCheck);
}
