using System.Text;
using CallbackBot.Callbacks;
using CallbackBot.Calls;
using CallbackBot.Dialogs.Running;
using CallbackBot.Scoring;
using CallbackBot.Storage;
using CallbackBot.Testing;
using CallbackBot.WorkOrders;
using Dapper;

namespace CallbackBot.Tests.Callbacks;

/// <summary>A database of its own with the stores on it, the policies of the repository, and a clock that stands at a working day's 10:00.</summary>
public sealed class CallbackBench : IAsyncDisposable
{
    private const string Header = "order_no,order_type,category_code,title,short_title,content,caller_name,caller_kind,phone,language,district,street,unit,accepted_at,closed_at";

    private CallbackBench(TestDatabase database, string journalFolder)
    {
        Database = database;
        JournalFolder = journalFolder;
        Rules = new DialRules(
            DialPolicy.Load(Repository.Path("deploy/policy/dialing.yaml")),
            new CallingCalendar(CallingCalendar.ReadFile(Repository.Path("deploy/calendar/cn-2026.csv"))));
        Policies = ScorePolicies.LoadFolder(Repository.Path("deploy/policy"));
        Import = new OrderImport(database.Data, database.Personal, Clock);
        Callbacks = new CallbackStore(database.Data, database.Personal, HotlineNames.Beijing, Rules, Clock);
        Attempts = new AttemptStore(database.Data, Rules, Policies, new OutcomeJournal(journalFolder, database.Personal), new Random(1), Clock);
    }

    public TestDatabase Database { get; }

    public string JournalFolder { get; }

    public ManualTimeProvider Clock { get; } = new();

    public DialRules Rules { get; }

    public ScorePolicies Policies { get; }

    public OrderImport Import { get; }

    public CallbackStore Callbacks { get; }

    public AttemptStore Attempts { get; }

    public static async Task<CallbackBench> CreateAsync() =>
        new(await TestDatabase.CreateAsync(), Directory.CreateTempSubdirectory("callbackbot-journal-").FullName);

    /// <summary>Imports one order per item: number, last two digits of the phone.</summary>
    public async Task GivenOrdersAsync(params (string OrderNo, int Phone)[] orders)
    {
        var path = Path.Combine(JournalFolder, "orders.csv");
        var rows = orders.Select(o => Row(o.OrderNo, o.Phone));
        await File.WriteAllTextAsync(path, string.Join('\n', [Header, .. rows]), Encoding.UTF8);
        var report = await Import.ImportAsync(path, dryRun: false, CancellationToken.None);
        File.Delete(path);
        Assert.Empty(report.Rejected);
    }

    public static string Row(string orderNo, int phone, string unit = "望京街道") =>
        $"{orderNo},complaint,0301,家中暖气不热,暖气不热,室温不足,王秀兰,person,+86100000000{phone:00},zh-CN,朝阳区,,{unit},2026-11-01 09:00,2026-11-03 10:{phone:00}";

    public async Task<LeasedPerson> LeaseOneAsync(string owner = "w1") =>
        Assert.Single(await Callbacks.LeaseDueAsync(owner, 1, TimeSpan.FromMinutes(2), CancellationToken.None));

    public async Task<long> BeginAsync(LeasedPerson person, bool testTrunk = false) =>
        Assert.IsType<BeginResult.Started>(await Attempts.BeginAsync(person, testTrunk, null, CancellationToken.None)).AttemptId;

    /// <summary>Leases the next person, dials, and stores an outcome without a talk.</summary>
    public async Task<CompleteResult> DialAsync(Disposition disposition, bool counts = true)
    {
        var person = await LeaseOneAsync();
        var attempt = await BeginAsync(person);
        return await Attempts.CompleteAsync(person, Outcome(attempt, disposition) with { Counts = counts }, CancellationToken.None);
    }

    public CallOutcome Outcome(long attempt, Disposition disposition, DialogResult? dialog = null) => new()
    {
        AttemptId = attempt,
        Disposition = disposition,
        AnsweredAt = dialog is null ? null : Clock.GetUtcNow(),
        EndedAt = Clock.GetUtcNow() + TimeSpan.FromSeconds(40),
        CarrierCode = dialog is null ? 486 : 200,
        Legs = [new CallLeg("sim", dialog is null ? 486 : 200, null, Clock.GetUtcNow(), Clock.GetUtcNow())],
        Dialog = dialog,
    };

    public static DialogResult Talk(params OrderAnswers[] orders) => new()
    {
        Outcome = "completed",
        End = "thanks",
        LastStep = "end.thanks",
        Turns =
        [
            new Turn
            {
                Step = "ask_contact", PromptKey = "ask_contact", PromptText = "请问联系过您吗？", Decision = "accept contacted",
                Heard = new Heard.Speech("打过电话", 0.9) { Began = TimeSpan.FromSeconds(9), Ended = TimeSpan.FromSeconds(11) },
            },
            new Turn
            {
                Step = "ask_resolved", PromptKey = "ask_resolved", PromptText = "解决了吗？", Decision = "accept resolved",
                Heard = new Heard.Keys("1") { Began = TimeSpan.FromSeconds(15), Ended = TimeSpan.FromSeconds(15) },
            },
        ],
        Orders = orders,
    };

    public static OrderAnswers Answers(
        string response = "contacted", string resolution = "resolved", string satisfaction = "satisfied", double confidence = 0.95, params string[] flags) =>
        new(
            new Dictionary<string, Answer>
            {
                ["response"] = new(response, "robot", confidence, 0),
                ["resolution"] = new(resolution, "keypad", 1, 1),
                ["satisfaction"] = new(satisfaction, "keypad", 1, 1),
            },
            new Dictionary<string, string>(), new HashSet<string>(flags), true);

    public async Task<T> OneAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Database.Data.OpenConnectionAsync();
        return (await connection.QuerySingleAsync<T>(sql, parameters))!;
    }

    public async Task<IReadOnlyList<T>> AllAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Database.Data.OpenConnectionAsync();
        return [.. await connection.QueryAsync<T>(sql, parameters)];
    }

    public async Task RunAsync(string sql, object? parameters = null)
    {
        await using var connection = await Database.Data.OpenConnectionAsync();
        await connection.ExecuteAsync(sql, parameters);
    }

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(JournalFolder, recursive: true);
        await Database.DisposeAsync();
    }
}
