using CallbackBot.Speech.Local;

// The recogniser's child process is "this executable with asr-host": here it is the test assembly.
return args is ["asr-host", var model]
    ? await AsrHost.RunAsync(model, Console.OpenStandardInput(), Console.OpenStandardOutput(), CancellationToken.None)
    : 2;
