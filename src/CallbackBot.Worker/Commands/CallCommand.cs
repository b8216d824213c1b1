using System.Collections.Concurrent;
using System.CommandLine;
using System.Net;
using System.Text.Json;
using CallbackBot.Calls;
using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Dialogs.Running;
using CallbackBot.Recordings;
using CallbackBot.Telephony.Sip;
using CallbackBot.Telephony.Sip.Tracing;
using CallbackBot.Telephony.Sip.Trunks;
using CallbackBot.Worker.Hosting;
using CallbackBot.Worker.Output;
using CallbackBot.Worker.Settings;

namespace CallbackBot.Worker.Commands;

/// <summary>One call by hand, without a database: to try a trunk, a phone or a script.</summary>
internal static class CallCommand
{
    public static Command Create()
    {
        var uri = new Argument<string>("SIP-URI") { Description = "Whom to call: sip:user@127.0.0.1:5070, with ;transport=tcp or tls, or sips:." };
        var script = new Option<string>("--script") { Description = "A script's name (three-rates-en) or path.", DefaultValueFactory = _ => "three-rates-en" };
        var fields = new Option<string[]>("--field") { Description = "A field that the script speaks: order.short_title=\"a leaking pipe\". May be repeated." };
        var ring = new Option<int>("--ring") { Description = "Seconds to let it ring.", DefaultValueFactory = _ => 30 };
        ring.Within(1, 300);
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var trace = new Option<string>("--trace")
        {
            Description = "Writes the call's SIP messages and what its audio counted to FILE, numbers masked; - for the error stream, beside the log.",
            HelpName = "FILE|-",
        };
        var command = new Command("call", CommandLine.Example(
            "Makes one call and prints disposition, SIP code, answers and the recording's path. "
                + "Exit code 0: somebody, or a machine, answered; 1: nobody did (busy, no answer, refused, or no trunk or phone reached); 2: no call was made, as its input or this machine was at fault; 130: it was interrupted.",
            "call sip:callee@127.0.0.1:5070 --script three-rates-en --field \"order.short_title=a leaking pipe\"",
            "call \"sip:callee@127.0.0.1:5070;transport=tcp\" --trace -"))
        {
            uri, script, fields, ring, json, trace,
        };
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetRequiredValue(uri), result.GetRequiredValue(script), result.GetValue(fields) ?? [], result.GetValue(ring), result.GetValue(json),
            result.GetValue(trace), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string uri, string scriptName, string[] fields, int ring, bool json, string? trace, CancellationToken cancellationToken)
    {
        if (!SipUri.TryParse(uri, out var to)) throw new UserErrorException($"'{uri}' is not a SIP address; write it like sip:user@127.0.0.1:5070");
        if (to.Protocol is null) throw new UserErrorException($"'{uri}' asks for a transport that is not spoken here: UDP, TCP and TLS are (sips: is TLS only); write it like sip:user@127.0.0.1:5070;transport=tcp");
        var settings = Configuration.Load();
        var address = await AddressOfAsync(to, cancellationToken);
        if (!IPAddress.IsLoopback(address.Address)) DialHours.Require(settings, TimeProvider.System);
        settings = settings with
        {
            // A loopback callee cannot answer to an outer address, nor the other way round.
            Sip = IPAddress.IsLoopback(address.Address) ? settings.Sip.AtFreePorts(address.Address) : settings.Sip,
            Trunks = [TrunkFor(settings.Trunks[0], to, TimeSpan.FromSeconds(ring))],
        };

        var path = scriptName.EndsWith(".yaml", StringComparison.Ordinal) ? scriptName : Path.Combine(settings.ScriptsFolder, scriptName + ".yaml");
        var script = ScriptLibrary.LoadOne(path).Dialog;
        var facts = FieldOptions.Facts(fields, script);
        using var loggers = ServiceHost.LoggersBesideOutput(Configuration.Root());

        // A file that cannot be written is said before anybody's phone rings.
        if (trace is not null) await WriteAsync(trace, "");
        var traced = new ConcurrentQueue<CallTrace>();
        // No other call waits for this trunk, and its one leg is in the result.
        var telephone = await Telephone.StartAsync(
            settings, TimeProvider.System, loggers, trace is null ? null : traced.Enqueue, onTrunkEvent: null, cancellationToken);
        CallOutcome outcome;
        await using (telephone) outcome = await PlaceAsync(telephone, to, script, facts, cancellationToken);
        CallReport.Print(outcome, settings.RecordingsFolder, json);
        if (trace is not null) await WriteAsync(trace, traced.FirstOrDefault(t => t.Label is not null)?.Text ?? "No INVITE was sent.\n");
        return cancellationToken.IsCancellationRequested ? CommandLine.Interrupted : outcome.AnsweredAt is null ? CommandLine.Failed : 0;
    }

    private static async Task<CallOutcome> PlaceAsync(Telephone telephone, SipUri to, Dialog script, Facts facts, CancellationToken cancellationToken)
    {
        var prompts = await RenderedPrompts.RenderAsync(DialogPrompts.All(script, facts), script.Language, telephone.Voices, cancellationToken);

        var lifecycle = new CallLifecycle();
        lifecycle.Fire(CallTrigger.AttemptCommitted);
        var number = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();     // names the recording
        using var line = await telephone.Trunks.TakeLineAsync(cancellationToken) ?? throw new InvalidOperationException("the one trunk of a call by hand is free");
        return await telephone.Caller.PlaceAsync(new CallPlan(number, to.User, script, [facts], prompts), line, lifecycle, cancellationToken);
    }

    /// <summary>The output stays the result's own, which may be JSON.</summary>
    private static Task WriteAsync(string trace, string text) => trace == "-" ? Console.Error.WriteAsync(text) : PrivateFile.WriteAsync(trace, text);

    private static async Task<IPEndPoint> AddressOfAsync(SipUri to, CancellationToken cancellationToken)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(to.Host.Trim('[', ']'), cancellationToken);
            return new IPEndPoint(addresses[0], to.Port ?? 5060);
        }
        catch (System.Net.Sockets.SocketException)
        {
            throw new UserErrorException($"the host '{to.Host}' is unknown");
        }
    }

    /// <summary>Straight to the callee's address, as the configured trunk would call: nobody is asked or registered before, the user part is dialled as it is written.</summary>
    private static TrunkOptions TrunkFor(TrunkOptions configured, SipUri to, TimeSpan ring) => configured with
    {
        Server = to with { User = null },
        TlsName = null,
        Registration = null,
        Health = TrunkHealthOptions.Off,
        Numbers = new NumberFormat(),
        DialPrefix = "",
        RingTimeout = ring,
    };
}
