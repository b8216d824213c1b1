using System.CommandLine;
using CallbackBot.Storage;

namespace CallbackBot.Worker.Commands;

internal static class KeysCommand
{
    public static Command Create()
    {
        var generate = new Command("generate", CommandLine.Example(
            "Prints fresh keys for names and phones: put them into the environment variable CALLBACKBOT_KEYS, or into the key file with mode 0600. Who loses them loses the data.",
            "keys generate > var/keys && chmod 600 var/keys"));
        generate.SetAction(_ => Console.Write(PersonalDataKeys.Generate()));
        return new Command("keys", CommandLine.Example("Keys for personal data.", "keys generate")) { generate };
    }
}
