using CallbackBot.Callbacks;
using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Running;
using CallbackBot.Speech;
using CallbackBot.Telephony.Sip.Trunks;

namespace CallbackBot.Calls;

/// <summary>One leased person, from the last look at the rules to the stored outcome.</summary>
public sealed class CallRunner(
    ScriptLibrary scripts, ScriptVersions versions, SynthesizerChain voices, CallbackStore callbacks, AttemptStore attempts,
    OutboundCaller caller, TrunkGroup trunks, TimeProvider time, ILogger<CallRunner> logger)
{
    /// <summary>Much longer than the longest call may last between two renewals.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    /// <summary>Phones the person at most once.</summary>
    /// <param name="person">Leased by this worker.</param>
    /// <param name="closing">Fires when nobody more may be phoned; a call that is up goes on.</param>
    /// <param name="stopping">Fires when calls that are up have to end too.</param>
    public async Task RunAsync(LeasedPerson person, CancellationToken closing, CancellationToken stopping)
    {
        var script = scripts.For(person.Language);
        var orders = person.Callbacks.Select(c => c.Facts).ToList();
        RenderedPrompts prompts;
        long version;
        TrunkLine? free;
        try
        {
            prompts = await RenderedPrompts.RenderAsync(orders.SelectMany(o => DialogPrompts.All(script.Dialog, o)), script.Dialog.Language, voices, closing);
            version = await versions.RecordAsync(script.Dialog.Name, script.Text, closing);
            free = await trunks.TakeLineAsync(closing);
        }
        catch (Exception e) when (e is SpeechException or OperationCanceledException)
        {
            // Nobody was phoned: the person is simply given back.
            if (e is SpeechException) Log.NoPrompts(logger, person.CallerId, e.Message);
            await callbacks.ReleaseAsync(person, CancellationToken.None);
            return;
        }

        if (free is not { } line)
        {
            if (!closing.IsCancellationRequested) Log.NoLine(logger, person.CallerId);
            await callbacks.ReleaseAsync(person, CancellationToken.None);
            return;
        }

        using (line) await BeginAsync(person, line, version, script.Dialog, orders, prompts, stopping);
    }

    private async Task BeginAsync(
        LeasedPerson person, TrunkLine line, long version, Dialog script, IReadOnlyList<Facts> orders, RenderedPrompts prompts, CancellationToken stopping)
    {
        var lifecycle = new CallLifecycle();
        switch (await attempts.BeginAsync(person, trunks.IsLoopback, version, stopping))
        {
            case BeginResult.LeaseLost:
                lifecycle.Fire(CallTrigger.RuleForbids);
                Log.LeaseLost(logger, person.CallerId);
                return;
            case BeginResult.Blocked blocked:
                lifecycle.Fire(CallTrigger.RuleForbids);
                Log.Blocked(logger, person.CallerId, Texts(blocked.Verdict.Objections));
                return;
            case BeginResult.Started started:
                lifecycle.Fire(CallTrigger.AttemptCommitted);
                if (started.Objections.Count > 0) Log.TestTrunk(logger, started.AttemptId, Texts(started.Objections));
                var plan = new CallPlan(started.AttemptId, person.Phone, script, orders, prompts);
                await CallAsync(person, plan, line, lifecycle, stopping);
                return;
        }
    }

    private async Task CallAsync(LeasedPerson person, CallPlan plan, TrunkLine line, CallLifecycle lifecycle, CancellationToken stopping)
    {
        using var over = new CancellationTokenSource();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var renewing = RenewAsync(person, plan.AttemptId, ending, over.Token);
        try
        {
            var outcome = await caller.PlaceAsync(plan, line, lifecycle, ending.Token);
            var stored = await attempts.CompleteAsync(person, outcome, CancellationToken.None);
            lifecycle.Fire(CallTrigger.OutcomeStored);
            if (stored == CompleteResult.Journaled) Log.Journaled(logger, plan.AttemptId);
            if (stored == CompleteResult.LeaseLost) Log.OutcomeRefused(logger, plan.AttemptId);
            if (outcome.Dialog?.Orders.Any(o => o.Flags.Contains("emergency")) == true) Log.Emergency(logger, plan.AttemptId);
            var seconds = outcome.AnsweredAt is { } answered ? (outcome.EndedAt - answered).TotalSeconds : 0;
            Log.AttemptOver(logger, plan.AttemptId, outcome.Disposition.Name(), seconds, outcome.CarrierCode, outcome.Q850Cause);
        }
        finally
        {
            await over.CancelAsync();
            await renewing;
        }
    }

    /// <summary>
    /// Keeps the lease while the call runs. A renewal that fails is tried again at the next turn; the fence decides in the end. When the lease is
    /// another's, the call is ended: what the person says could not be stored, and the other worker may phone them.
    /// </summary>
    private async Task RenewAsync(LeasedPerson person, long attempt, CancellationTokenSource ending, CancellationToken over)
    {
        try
        {
            using var timer = new PeriodicTimer(Lease / 3, time);
            while (await timer.WaitForNextTickAsync(over))
            {
                try
                {
                    if (await callbacks.RenewAsync(person, Lease, over) is not null) continue;
                    Log.LeaseLostInCall(logger, attempt);
                    await ending.CancelAsync();
                    return;
                }
                catch (Npgsql.NpgsqlException away) when (away.IsTransient)
                {
                    Log.RenewalFailed(logger, person.CallerId);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The call is over.
        }
    }

    private static string Texts(IEnumerable<DialObjection> objections) => string.Join("; ", objections.Select(o => o.Text));
}
