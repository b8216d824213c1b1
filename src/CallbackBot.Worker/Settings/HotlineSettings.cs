using CallbackBot.Telephony.Sip.Trunks;

namespace CallbackBot.Worker.Settings;

/// <summary>Everything that a site configures, checked when the process starts.</summary>
public sealed record HotlineSettings
{
    public required string Database { get; init; }

    public required string ScriptsFolder { get; init; }

    public required IReadOnlyDictionary<string, string> ScriptByLanguage { get; init; }

    public required SipSettings Sip { get; init; }

    /// <summary>The preferred one first.</summary>
    public required IReadOnlyList<TrunkOptions> Trunks { get; init; }

    /// <summary>
    /// No trunk can reach anybody but this machine: hours, calendar and caps are reported there, not enforced.
    /// </summary>
    public bool IsTest => Trunks.All(t => t.IsLoopback);

    public required SpeechSettings Speech { get; init; }

    public required string RecordingsFolder { get; init; }

    /// <summary>Holds <c>incoming/</c>, <c>done/</c> and <c>rejected/</c>.</summary>
    public required string OrdersFolder { get; init; }

    /// <summary>League tables as the rank job writes them.</summary>
    public required string ReportsFolder { get; init; }

    public required string JournalFolder { get; init; }

    /// <summary>A folder per run of the demo.</summary>
    public required string DemoFolder { get; init; }

    /// <summary>Score policies and <c>dialing.yaml</c>.</summary>
    public required string PolicyFolder { get; init; }

    public required string CalendarFolder { get; init; }

    /// <summary>Keys for names and phones, when the environment has none.</summary>
    public required string KeyFile { get; init; }

    public required TimeSpan DialEvery { get; init; }

    public required TimeSpan PullEvery { get; init; }

    public required TimeSpan RankEvery { get; init; }

    /// <summary>Reads appsettings.json (beside the program, then in the current folder), the environment and <c>CALLBACKBOT_DATABASE</c>.</summary>
    /// <exception cref="ConfigurationException">A value is missing or not allowed.</exception>
    public static HotlineSettings Load(IConfiguration configuration)
    {
        var read = new Setting(configuration);
        return new HotlineSettings
        {
            Database = configuration["CALLBACKBOT_DATABASE"] is { Length: > 0 } url ? url : read.Optional("Database"),
            ScriptsFolder = Home.Resolve(read.Text("Scripts:Folder")),
            ScriptByLanguage = read.Map("Scripts:ByLanguage"),
            Sip = SipSettings.Read(configuration),
            Trunks = TrunkSettings.Read(configuration),
            Speech = SpeechSettings.Read(configuration),
            RecordingsFolder = Home.Resolve(read.Text("Folders:Recordings")),
            OrdersFolder = Home.Resolve(read.Text("Folders:Orders")),
            ReportsFolder = Home.Resolve(read.Text("Folders:Reports")),
            JournalFolder = Home.Resolve(read.Text("Folders:Journal")),
            DemoFolder = Home.Resolve(read.Text("Folders:Demo")),
            PolicyFolder = Home.Resolve(read.Text("Folders:Policy")),
            CalendarFolder = Home.Resolve(read.Text("Folders:Calendar")),
            KeyFile = Home.Resolve(read.Text("KeyFile")),
            DialEvery = TimeSpan.FromSeconds(read.Number("DialEverySeconds", 1, 3600)),
            PullEvery = TimeSpan.FromSeconds(read.Number("PullEverySeconds", 1, 86400)),
            RankEvery = TimeSpan.FromSeconds(read.Number("RankEverySeconds", 10, 86400)),
        };
    }
}
