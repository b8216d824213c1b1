using System.CommandLine;
using System.Text.Json;
using CallbackBot.Telephony.Sip;
using CallbackBot.Worker.Bench;
using CallbackBot.Worker.Bench.Listening;
using CallbackBot.Worker.Output;

namespace CallbackBot.Worker.Commands;

/// <summary>How much a machine can carry: measured, not promised.</summary>
internal static class BenchCommand
{
    public static Command Create() =>
        new("bench", CommandLine.Example("Measures this machine.", "bench media --calls 100 --seconds 20 --rate 20")) { MediaCommand(), BenchAmdCommand.Create(), BenchVadCommand.Create(), BenchTurnCommand.Create(), CaptureCommand(), UnderstandCommand(), ListenCommand(), CalleeCommand() };

    private static Command MediaCommand()
    {
        var to = new Option<string?>("--to") { Description = "Whom to call: an address that takes any number of calls and echoes, over UDP or (;transport=tcp) TCP. Without it a callee is started as a second process." };
        var calls = new Option<int>("--calls") { Description = "Calls at the same time.", DefaultValueFactory = _ => 100 };
        var seconds = new Option<int>("--seconds") { Description = "How long to measure once all calls are up.", DefaultValueFactory = _ => 20 };
        var rate = new Option<int>("--rate") { Description = "Calls set up per second.", DefaultValueFactory = _ => 20 };
        var talk = new Option<int>("--talk") { Description = "Percent of the time in which somebody speaks, in both directions.", DefaultValueFactory = _ => 40 };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        calls.Within(1, 10_000);
        seconds.Within(1, 86_400);
        rate.Within(1, 1000);
        talk.Within(0, 100);
        var command = new Command("media", CommandLine.Example(
            "Holds calls with everything that a real call does (play, receive, decode, jitter buffer, voice activity, recording) and measures what they cost "
                + "and how evenly they send. Exit code 1 when a call failed or was lost.",
            "bench media --calls 200 --seconds 30 --rate 50",
            "bench media --to sip:echo@127.0.0.1:5070 --calls 400 --seconds 30 --rate 50 --json"))
        {
            to, calls, seconds, rate, talk, json,
        };
        command.SetAction((result, cancellationToken) => MediaBench.RunAsync(
            new MediaBenchOptions(
                UriOf(result.GetValue(to)), result.GetValue(calls), result.GetValue(seconds), result.GetValue(rate), result.GetValue(talk), result.GetValue(json)),
            cancellationToken));
        return command;
    }

    private static Command CaptureCommand()
    {
        var file = new Argument<string>("FILE") { Description = "A capture of the calls: dumpcap -i lo -s 70 -P -f 'udp and dst port 6000' -w FILE." };
        var from = new Option<long>("--from") { Description = "Unix time in ms at which the window begins (measure_start_ms). Without it: with the capture." };
        var to = new Option<long?>("--to") { Description = "Unix time in ms at which it ends (measure_end_ms). Without it: with the capture." };
        var command = new Command("capture", CommandLine.Example(
            "Judges from outside how evenly RTP was sent, by a capture of the network; prints JSON. Exit code 1 when there is no RTP in it.", "bench capture calls.pcap --from 1790000000000 --to 1790000030000"))
        {
            file, from, to,
        };
        command.SetAction(result =>
        {
            using var capture = new BufferedStream(InputFile.Open(result.GetRequiredValue(file)), 1 << 20);
            var verdict = CaptureJudge.Read(capture, result.GetValue(from), result.GetValue(to));
            Console.WriteLine(JsonSerializer.Serialize(verdict, Json.Options));
            if (verdict.Packets > 0) return 0;
            Console.Error.WriteLine("callbackbot: no RTP was sent in the window, so the figures say nothing; look at the capture's filter, --from and --to");
            return CommandLine.Failed;
        });
        return command;
    }

    private static Command UnderstandCommand()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "Labelled replies (lang, question, utterance, label)." };
        var command = new Command("understand", CommandLine.Example(
            "Replies understood a second on one core, bytes allocated for each, and milliseconds for 10,000 characters of what is worst; prints JSON.",
            "bench understand data/replies/writer-01.tsv"))
        {
            file,
        };
        command.SetAction(result => Console.WriteLine(JsonSerializer.Serialize(UnderstandBench.Run(EvaluationOutput.Read(result.GetRequiredValue(file))), Json.Options)));
        return command;
    }

    private static Command ListenCommand()
    {
        var engine = new Option<string>("--engine") { Description = "The recogniser: local (PocketSphinx).", DefaultValueFactory = _ => "local" };
        var lang = new Option<string>("--lang") { Description = "The language of the replies: en.", DefaultValueFactory = _ => "en" };
        var condition = new Option<string[]>("--condition") { Description = $"Of the line: {string.Join(", ", LineCondition.All.Select(c => c.Name))}. All without it.", AllowMultipleArgumentsPerToken = true };
        condition.AcceptOnlyFromAmong([.. LineCondition.All.Select(c => c.Name)]);
        var utterances = new Option<int>("--utterances") { Description = "Replies per question, under each condition; half as many answer nothing.", DefaultValueFactory = _ => 80 };
        var seed = new Option<int>("--seed") { Description = "Which replies are drawn.", DefaultValueFactory = _ => 2 };
        var tuning = new Option<bool>("--tuning") { Description = "The voices and sentences that thresholds are chosen on, instead of those to report on." };
        var streams = new Option<int>("--streams") { Description = "Streams at once for the load.", DefaultValueFactory = _ => 50 };
        var seconds = new Option<int>("--seconds") { Description = "How long the load lasts.", DefaultValueFactory = _ => 30 };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        engine.AcceptOnlyFromAmong("local");
        utterances.Within(4, 2000);
        seed.Within(0, int.MaxValue);
        streams.Within(1, 1000);
        seconds.Within(1, 3600);
        var command = new Command("listen", CommandLine.Example(
            "Speaks generated replies through a telephone line to the recogniser and counts what is heard: right, wrong, rejected, turned into the opposite, "
                + "accepted though it answers nothing; then the load of many streams at once. Needs espeak-ng; flite is used when it is there.",
            "bench listen --condition clean --utterances 20", "bench listen --engine local --lang en --json"))
        {
            engine, lang, condition, utterances, seed, tuning, streams, seconds, json,
        };
        command.SetAction((result, cancellationToken) => ListenBench.RunAsync(
            new ListenBenchOptions(
                result.GetRequiredValue(lang), ConditionsOf(result.GetValue(condition) ?? []), result.GetValue(tuning), result.GetValue(seed), result.GetValue(utterances), result.GetValue(streams),
                result.GetValue(seconds), result.GetValue(json)),
            cancellationToken));
        return command;
    }

    /// <summary>The second process of <c>bench media</c>; not for people.</summary>
    private static Command CalleeCommand()
    {
        var command = new Command("callee", CommandLine.Example("Echoes every call until its standard input ends.", "bench callee")) { Hidden = true };
        command.SetAction((_, cancellationToken) => EchoCallee.RunAsync(Console.OpenStandardInput(), Console.Out, cancellationToken));
        return command;
    }

    private static IReadOnlyList<LineCondition> ConditionsOf(string[] names) =>
        names.Length == 0 ? LineCondition.All : [.. LineCondition.All.Where(condition => names.Contains(condition.Name, StringComparer.Ordinal))];

    private static SipUri? UriOf(string? to)
    {
        if (to is null) return null;
        if (!SipUri.TryParse(to, out var uri)) throw new UserErrorException($"'{to}' is not a SIP address; write it like sip:echo@127.0.0.1:5070");
        return uri.Protocol is SipProtocol.Udp or SipProtocol.Tcp
            ? uri
            : throw new UserErrorException($"'{to}' asks for {(uri.Scheme == "sips" ? "TLS" : uri.Parameter("transport"))}: bench media calls over UDP or TCP only; write it like sip:echo@127.0.0.1:5070");
    }
}
