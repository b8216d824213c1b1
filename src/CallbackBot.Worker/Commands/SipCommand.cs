using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using CallbackBot.Telephony.Sip;

namespace CallbackBot.Worker.Commands;

/// <summary>Tools for those who look into SIP traces.</summary>
internal static class SipCommand
{
    public static Command Create() => new("sip", CommandLine.Example("Looks into SIP messages.", "sip parse invite.sip")) { ParseCommand() };

    private static Command ParseCommand()
    {
        var file = new Argument<string>("FILE") { Description = "One message as it was on the wire, at most 64 KB; - reads standard input." };
        var command = new Command("parse", CommandLine.Example(
            "Judges one SIP message by the grammar of RFC 3261: prints it as JSON, or 'invalid: where: why' with exit code 1. Lines end with CRLF: a bare LF "
            + "is invalid here, though calls forgive it. 'left_over' counts the bytes behind Content-Length, which belong to no message. Any bytes may come: bodies and escapes may be binary; a header that is not UTF-8 has its bytes in 'base64'.",
            "sip parse invite.sip", "sip parse - < invite.sip")) { file };
        command.SetAction(async (result, cancellationToken) =>
        {
            var inspection = SipInspection.Of(await ReadAsync(result.GetRequiredValue(file), cancellationToken));
            if (inspection.Fault is { } fault)
            {
                Console.WriteLine($"invalid: {fault}");
                return CommandLine.Failed;
            }

            await using var output = Console.OpenStandardOutput();
            await using (var json = new Utf8JsonWriter(output, Pretty)) inspection.WriteJson(json);
            output.Write("\n"u8);
            return 0;
        });
        return command;
    }

    /// <summary>For a terminal, not for a web page: addresses keep their angle brackets. Control characters stay escaped.</summary>
    private static readonly JsonWriterOptions Pretty = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One byte more than a message may have is enough to see that it is too long.</summary>
    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var input = path == "-" ? Console.OpenStandardInput() : InputFile.Open(path);
        var bytes = new byte[SipInspection.MaxLength + 1];
        var length = await input.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return bytes[..length];
    }
}
