using System.Globalization;
using System.Text.Json;
using CallbackBot.Calls;
using CallbackBot.Dialogs.Running;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Worker.Output;

internal static class CallReport
{
    public static void Print(CallOutcome outcome, string recordingsFolder, bool json)
    {
        var recording = outcome.Recording is { } file ? Path.Combine(recordingsFolder, file.Path) : null;
        var early = outcome.EarlyRecording is { } path ? Path.Combine(recordingsFolder, path) : null;
        var answers = outcome.Dialog?.Orders.SelectMany(o => o.Answers).ToDictionary(a => a.Key, a => a.Value, StringComparer.Ordinal) ?? [];
        var texts = outcome.Dialog?.Orders.SelectMany(o => o.Texts).ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal) ?? [];
        var flags = outcome.Dialog?.Orders.SelectMany(o => o.Flags).ToList() ?? [];
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                disposition = outcome.Disposition.Name(),
                code = outcome.CarrierCode,
                reason = outcome.CarrierReason,
                q850_cause = outcome.Q850Cause,
                ended_by = outcome.EndedByName,
                provisional = outcome.Provisional,
                early_sound = outcome.EarlySound,
                early_recording = early,
                legs = outcome.Legs.Select(l => new { l.Trunk, l.Code, l.Reason, l.StartedAt, l.EndedAt }),
                seconds = Rounded(outcome.Recording?.Duration.TotalSeconds, 3),
                answers = answers.ToDictionary(a => a.Key, a => new { a.Value.Label, a.Value.Source, a.Value.Confidence }, StringComparer.Ordinal),
                texts,
                flags,
                last_step = outcome.Dialog?.LastStep,
                turns = (outcome.Dialog?.Turns ?? []).Select(t => new { t.Step, Prompt = t.PromptKey, Heard = HeardAs(t.Heard), BargeIn = t.Heard?.BargeIn ?? false, GapMs = t.Gap?.TotalMilliseconds }),
                hand_off = outcome.HandOff switch
                {
                    null => null,
                    var became => new
                    {
                        Result = became.Name,
                        became.To,
                        Seconds = Rounded((became as HandOffResult.Bridged)?.Duration.TotalSeconds, 3),
                        (became as HandOffResult.NotReached)?.Code,
                    },
                },
                machine = outcome.Machine is { } machine ? new { Kind = machine.KindName, Evidence = machine.EvidenceName, Seconds = Math.Round(machine.At.TotalSeconds, 2) } : null,
                recording,
                outcome.Quality,
                length_error_ms = Rounded(outcome.Recording?.LengthErrorMs, 0),
                recording_problem = outcome.RecordingProblem,
            }, Json.Options));
            return;
        }

        Console.WriteLine($"disposition  {outcome.Disposition.Name()}");
        var cause = outcome.Q850Cause is { } q850 ? $" (Q.850 cause {q850})" : "";
        Console.WriteLine(outcome.CarrierCode == 0 ? $"SIP          no final answer{(outcome.CarrierReason is { } why ? $": {why}" : "")}" : $"SIP          {outcome.CarrierCode} {outcome.CarrierReason}{cause}");
        if (outcome.EndedBy is { } by) Console.WriteLine($"ended by     {TextOf(by)}");
        if (outcome.EarlySound is { } heard) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"before       {heard.Sound} ({heard.Confidence:0.00}{(heard.Cadence is { } cadence ? $", {cadence} ms" : "")})"));
        foreach (var leg in outcome.Legs.Count > 1 ? outcome.Legs : [])
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"leg          {leg.Trunk}: {(leg.Code == 0 ? leg.Reason : $"{leg.Code} {leg.Reason}".TrimEnd())} after {(leg.EndedAt - leg.StartedAt).TotalSeconds:0.0} s"));
        foreach (var (question, answer) in answers) Console.WriteLine($"{question,-12} {answer.Label} ({answer.Source}, {answer.Confidence:0.00})");
        foreach (var (name, text) in texts) Console.WriteLine($"{name,-12} {text}");
        if (flags.Count > 0) Console.WriteLine($"flags        {string.Join(", ", flags)}");
        if (outcome.Dialog is { } dialog) Console.WriteLine($"ended at     {dialog.LastStep}");
        double[] gaps = [.. (outcome.Dialog?.Turns ?? []).Select(t => t.Gap).OfType<TimeSpan>().Select(gap => gap.TotalMilliseconds).Order()];
        if (gaps.Length > 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"replied in   {gaps[(gaps.Length - 1) / 2]:0} ms (median), {gaps[^1]:0} ms (longest), {gaps.Length} turns"));
        if (outcome.HandOff is { } handOff) Console.WriteLine($"handed off   {TextOf(handOff)}");
        if (outcome.Machine is { } answered) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"machine      {answered.KindName} (by {answered.EvidenceName} after {answered.At.TotalSeconds:0.0} s)"));
        if (outcome.Quality is { Flags: [_, ..] wrong }) Console.WriteLine($"quality      {string.Join(", ", wrong)}");
        if (outcome.RecordingProblem is { } problem) Console.WriteLine($"PROBLEM      {problem}");
        if (early is not null) Console.WriteLine($"early media  {early}");
        if (recording is not null) Console.WriteLine($"recording    {recording} ({outcome.Recording!.Duration.TotalSeconds:0.0} s)");
    }

    private static string? HeardAs(Heard? heard) => heard switch
    {
        null => null,
        Heard.Speech => "speech",
        Heard.Keys => "keys",
        Heard.Silence => "silence",
        _ => "unclear",
    };

    /// <summary>To the millisecond: what is finer is noise.</summary>
    private static double? Rounded(double? value, int digits) => value is { } exact ? Math.Round(exact, digits) : null;

    private static string TextOf(CallEndedBy by) => by switch
    {
        CallEndedBy.Us => "us",
        CallEndedBy.FarSide => "the far side",
        _ => "the network: nobody hung up",
    };

    private static string TextOf(HandOffResult handOff) => handOff switch
    {
        HandOffResult.Bridged bridged => string.Create(CultureInfo.InvariantCulture, $"bridged with {bridged.To} for {bridged.Duration.TotalSeconds:0.0} s"),
        HandOffResult.NotReached { Code: > 0 and var code } => $"{handOff.To} not reached ({code})",
        HandOffResult.NotReached => $"{handOff.To} not reached (no final answer)",
        HandOffResult.Unknown => $"whether {handOff.To} was reached is unknown: no final report of the transfer",
        _ => $"transferred to {handOff.To}",
    };
}
