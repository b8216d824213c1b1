using System.CommandLine;
using CallbackBot.Speech.Local;
using CallbackBot.Worker.Commands;

// The recogniser's own process: a crash in native code ends this child, not the calls. No command line around it: it must outlive Ctrl-C.
if (args is ["asr-host", var model])
    return await AsrHost.RunAsync(model, Console.OpenStandardInput(), Console.OpenStandardOutput(), CancellationToken.None);

var root = new RootCommand(CommandLine.Example(
    "CallbackBot phones citizens about closed work orders, asks three questions and ranks the units on the answers.", "demo --exit"))
{
    DemoCommand.Create(),
    ServeCommand.Create(),
    MigrateCommand.Create(),
    KeysCommand.Create(),
    OrdersCommand.Create(),
    ScriptCommand.Create(),
    UnderstandCommand.Create(),
    CallCommand.Create(),
    TrunkCommand.Create(),
    RankCommand.Create(),
    AnswersCommand.Create(),
    BenchCommand.Create(),
    DoctorCommand.Create(),
    SipCommand.Create(),
};

return await CommandLine.RunAsync(root, args);
