using System.Text.Json;
using CallbackBot.Calls;
using CallbackBot.Dialogs.Running;
using CallbackBot.Recordings;
using Dapper;
using Npgsql;

namespace CallbackBot.Callbacks;

/// <summary>The statements about what was said, inside a transaction of <see cref="AttemptStore"/>.</summary>
internal sealed class TalkRows(NpgsqlConnection connection, NpgsqlTransaction transaction)
{
    /// <summary>Returns the row id of each turn, in order.</summary>
    public async Task<IReadOnlyList<long>> InsertTurnsAsync(CallOutcome outcome, IReadOnlyList<long> callbacks, CancellationToken cancellationToken)
    {
        var turns = outcome.Dialog?.Turns ?? [];
        return
        [
            .. await connection.QueryAsync<long>(Command(
                """
                with spoken as (
                    insert into turn (attempt_id, callback_id, seq, step, prompt_key, prompt_played, heard_text, asr_conf, keys, label, confidence,
                                      decision, t0_ms, t1_ms, barge_in, gap_ms)
                    select @AttemptId, t.callback, t.seq, t.step, t.prompt_key, t.prompt, t.heard, t.asr, t.keys, t.label, t.confidence, t.decision,
                           t.t0, t.t1, t.barge_in, t.gap
                    from unnest(@callbacks, @steps, @promptKeys, @prompts, @heard, @asr, @keys, @labels, @confidences, @decisions, @t0, @t1, @bargeIn, @gaps)
                         with ordinality as t (callback, step, prompt_key, prompt, heard, asr, keys, label, confidence, decision, t0, t1, barge_in, gap, seq)
                    returning id, seq)
                select id from spoken order by seq
                """,
                new
                {
                    outcome.AttemptId,
                    callbacks = turns.Select(t => callbacks[Math.Min(t.Order, callbacks.Count - 1)]).ToArray(),
                    steps = turns.Select(t => t.Step).ToArray(),
                    promptKeys = turns.Select(t => t.PromptKey).ToArray(),
                    prompts = turns.Select(t => t.PromptText).ToArray(),
                    heard = turns.Select(t => (t.Heard as Heard.Speech)?.Text).ToArray(),
                    asr = turns.Select(t => (t.Heard as Heard.Speech)?.Confidence).ToArray(),
                    keys = turns.Select(t => (t.Heard as Heard.Keys)?.Pressed).ToArray(),
                    labels = turns.Select(t => t.Meaning?.Label).ToArray(),
                    confidences = turns.Select(t => t.Meaning?.Confidence).ToArray(),
                    decisions = turns.Select(t => t.Decision).ToArray(),
                    t0 = turns.Select(t => (int?)t.Heard?.Began.TotalMilliseconds).ToArray(),
                    t1 = turns.Select(t => (int?)t.Heard?.Ended.TotalMilliseconds).ToArray(),
                    bargeIn = turns.Select(t => t.Heard?.BargeIn ?? false).ToArray(),
                    gaps = turns.Select(t => (int?)t.Gap?.TotalMilliseconds).ToArray(),
                },
                cancellationToken)),
        ];
    }

    public Task InsertAnswersAsync(
        CallOutcome outcome, IReadOnlyList<OrderOutcome> orders, IReadOnlyList<long> turns, CancellationToken cancellationToken)
    {
        var answers = (
            from order in orders
            where order.Talk is not null
            from answer in order.Talk!.Answers
            select (order.CallbackId, Question: answer.Key, Answer: answer.Value)).ToList();
        return connection.ExecuteAsync(Command(
            """
            insert into answer (callback_id, attempt_id, question, label, source, confidence, turn_id, at)
            select t.callback, @AttemptId, t.question, t.label, t.source, t.confidence, t.turn, t.at
            from unnest(@callbacks, @questions, @labels, @sources, @confidences, @turns, @at)
                 as t (callback, question, label, source, confidence, turn, at)
            """,
            new
            {
                outcome.AttemptId,
                callbacks = answers.Select(a => a.CallbackId).ToArray(),
                questions = answers.Select(a => a.Question).ToArray(),
                labels = answers.Select(a => a.Answer.Label).ToArray(),
                sources = answers.Select(a => a.Answer.Source).ToArray(),
                confidences = answers.Select(a => a.Answer.Confidence).ToArray(),
                turns = answers.Select(a => turns[a.Answer.Turn]).ToArray(),
                at = answers.Select(a => SaidAt(outcome, a.Answer)).ToArray(),
            },
            cancellationToken));
    }

    public Task InsertTextsAsync(CallOutcome outcome, IReadOnlyList<OrderOutcome> orders, CancellationToken cancellationToken)
    {
        var texts = orders.Where(o => o.Talk is not null).SelectMany(o => o.Talk!.Texts.Select(t => (o.CallbackId, t.Key, t.Value))).ToList();
        return connection.ExecuteAsync(Command(
            """
            insert into answer_text (callback_id, attempt_id, name, text)
            select t.callback, @AttemptId, t.name, t.text from unnest(@callbacks, @names, @texts) as t (callback, name, text)
            """,
            new
            {
                outcome.AttemptId,
                callbacks = texts.Select(t => t.CallbackId).ToArray(),
                names = texts.Select(t => t.Key).ToArray(),
                texts = texts.Select(t => t.Value).ToArray(),
            },
            cancellationToken));
    }

    public Task InsertReviewsAsync(CallOutcome outcome, IReadOnlyList<(long Callback, string Why)> reviews, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(
            """
            insert into review (callback_id, attempt_id, why, created_at)
            select t.callback, @AttemptId, t.why, @EndedAt from unnest(@callbacks, @reasons) as t (callback, why)
            """,
            new
            {
                outcome.AttemptId,
                outcome.EndedAt,
                callbacks = reviews.Select(r => r.Callback).ToArray(),
                reasons = reviews.Select(r => r.Why).ToArray(),
            },
            cancellationToken));

    public Task InsertRecordingAsync(long attempt, RecordingFile recording, CallQuality? quality, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(
            """
            insert into recording (attempt_id, uri, sha256, channels, seconds, length_error_ms, quality, speech_dbfs, clipped_share, lost_share, echo_db)
            values (@attempt, @Path, @Sha256, @Channels, @seconds, @LengthErrorMs, @flags, @SpeechDbfs, @ClippedShare, @LostShare, @EchoDb)
            """,
            new
            {
                attempt,
                recording.Path,
                recording.Sha256,
                recording.Channels,
                seconds = recording.Duration.TotalSeconds,
                recording.LengthErrorMs,
                flags = quality?.Flags.ToArray() ?? [],
                quality?.SpeechDbfs,
                quality?.ClippedShare,
                quality?.LostShare,
                quality?.EchoDb,
            },
            cancellationToken));

    /// <summary>The hotline hears of a callback once, when it is final; the key makes a second delivery harmless.</summary>
    public Task InsertOutboxAsync(CallOutcome outcome, IReadOnlyList<OrderOutcome> orders, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(
            """
            insert into outbox (kind, payload, idempotency_key, next_at)
            select 'callback_result',
                   jsonb_build_object(
                       'order_no', o.order_no, 'round', c.round, 'disposition', c.disposition, 'closed_at', c.closed_at, 'flags', t.flags::jsonb,
                       'answers', coalesce((select jsonb_object_agg(a.question, a.label) from answer_that_counts a where a.callback_id = c.id), '{}')),
                   'callback-' || c.id, @EndedAt
            from unnest(@ids, @flags) as t (id, flags)
            join callback c on c.id = t.id and c.state = 'final'
            join work_order o on o.id = c.order_id
            """,
            new
            {
                outcome.EndedAt,
                ids = orders.Select(o => o.CallbackId).ToArray(),
                flags = orders.Select(o => JsonSerializer.Serialize(o.Talk?.Flags.Order(StringComparer.Ordinal).ToArray() ?? [])).ToArray(),
            },
            cancellationToken));

    private static DateTimeOffset SaidAt(CallOutcome outcome, Answer answer)
    {
        var heard = outcome.Dialog!.Turns[answer.Turn].Heard;
        var at = outcome.AnsweredAt is { } answered && heard is not null ? answered + heard.Ended : outcome.EndedAt;
        return at.ToUniversalTime();
    }

    private CommandDefinition Command(string sql, object parameters, CancellationToken cancellationToken) =>
        new(sql, parameters, transaction, cancellationToken: cancellationToken);
}
