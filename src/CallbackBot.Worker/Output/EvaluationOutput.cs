using System.Globalization;
using System.Text.Json;
using CallbackBot.Dialogs.Understanding;
using CallbackBot.Worker.Commands;

namespace CallbackBot.Worker.Output;

/// <summary>How well replies are understood, for people and for programs.</summary>
internal static class EvaluationOutput
{
    /// <exception cref="UserErrorException">The file is missing or wrong.</exception>
    public static IReadOnlyList<LabelledReply> Read(FileInfo file) => Read(file, LabelledReply.Read);

    /// <summary>Rows of any labelled file; what is wrong with it is told with its place.</summary>
    /// <exception cref="UserErrorException">The file does not exist or a row is wrong.</exception>
    public static IReadOnlyList<T> Read<T>(FileInfo file, Func<TextReader, string, IReadOnlyList<T>> rows)
    {
        if (!file.Exists) throw new UserErrorException($"the file '{file.FullName}' does not exist");
        try
        {
            using var reader = file.OpenText();
            return rows(reader, file.Name);
        }
        catch (FormatException wrong)
        {
            throw new UserErrorException(wrong.Message);
        }
    }

    /// <summary>Writes what a training made, all files or none; without a folder nothing.</summary>
    public static void Write(string? folder, IReadOnlyDictionary<string, IReadOnlyList<string>> files)
    {
        if (folder is null) return;
        OutputFile.Fill(folder, into =>
        {
            foreach (var (name, lines) in files) File.WriteAllText(Path.Combine(into, name), string.Join('\n', lines) + "\n");
        });
    }

    public static void Print(EvaluationReport report, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, Json.Options));
            return;
        }

        Console.WriteLine($"{"",-16}{"n",6}{"accuracy",10}{"macro",9}{"flips",9}{"abstained",11}{"acc. flips",12}{"ece",8}");
        Line("all", report);
        foreach (var (name, part) in report.ByLang) Line(name, part);
        foreach (var (name, part) in report.ByQuestion) Line(name, part);
        foreach (var (name, part) in report.ByTag) Line("tag " + name, part);
        foreach (var error in report.Errors)
            Console.WriteLine($"{(error.Flip ? "FLIP " : "")}{(error.Accepted ? "accepted " : "")}{error.Lang} {error.Question}: \"{error.Utterance}\" is {error.Label}, taken for {error.Got ?? "nothing"} ({Number(error.Confidence)})");
    }

    private static void Line(string name, EvaluationReport r) => Console.WriteLine(
        $"{name,-16}{r.N,6}{Number(r.Accuracy),10}{Number(r.Macro),9}{Number(r.Flips),9}{Number(r.Abstained),11}{Number(r.AcceptedFlips),12}{Number(r.Ece),8}");

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
