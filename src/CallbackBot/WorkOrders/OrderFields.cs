using System.Globalization;
using CallbackBot.Scoring;

namespace CallbackBot.WorkOrders;

/// <summary>From the cells of a row to an order, or to everything that is wrong with it.</summary>
internal static class OrderFields
{
    private static readonly string[] Instants =
    [
        "yyyy-M-d H:mm:ss", "yyyy-M-d H:mm", "yyyy-M-d", "yyyy/M/d H:mm:ss", "yyyy/M/d H:mm", "yyyy/M/d", "yyyy-M-d'T'H:mm:ss", "yyyy-M-d'T'H:mm",
        "yyyy年M月d日 H:mm", "yyyy年M月d日",
    ];

    private static readonly string[] InstantsWithOffset = ["yyyy-M-d'T'H:mm:ssK", "yyyy-M-d'T'H:mmK", "yyyy-M-d'T'H:mm:ss.FFFFFFFK"];

    private static readonly Dictionary<string, string> OrderTypes = Aliases(
        ["complaint", "投诉"], ["consultation", "咨询"], ["help", "求助", "求决"], ["suggestion", "建议"], ["report", "举报"], ["praise", "表扬"],
        ["other", "其他"]);

    private static readonly Dictionary<string, string> CallerKinds = Aliases(["person", "个人", "市民"], ["company", "企业", "单位"]);

    private static readonly Dictionary<string, string> Languages = Aliases(
        ["zh-CN", "zh", "中文", "普通话", "汉语"], ["en", "en-US", "en-GB", "English", "英语", "英文"]);

    private static readonly Dictionary<string, string> UnitKinds = Aliases(
        ["city_dept", "市级部门", "委办局", "部门"], ["district", "区"], ["street", "街道", "街乡镇"], ["community", "社区"],
        ["enterprise", "企业"], ["platform", "平台"]);

    /// <summary>Endings of Chinese names of units; the first that fits decides.</summary>
    private static readonly (string Ending, string Kind)[] KindByName =
    [
        ("街道办事处", "street"), ("街道", "street"), ("地区", "street"), ("镇", "street"), ("乡", "street"), ("社区", "community"), ("区", "district"),
        ("区政府", "district"), ("委员会", "city_dept"), ("委", "city_dept"), ("局", "city_dept"), ("公司", "enterprise"), ("集团", "enterprise"),
    ];

    public static Order? Parse(OrderFileReader.Cells cells, int line, List<BadRow> bad)
    {
        var found = bad.Count;
        var accepted = Instant("accepted_at");
        var closed = Instant("closed_at");
        if (accepted is not null && closed < accepted) Wrong("closed_at", "is before accepted_at");
        var phone = PhoneNumber.Parse(cells["phone"], out var wrongPhone);
        if (phone is null) Wrong("phone", wrongPhone!);
        var order = new Order
        {
            Line = line,
            OrderNo = Text("order_no", 64),
            OrderType = OneOf("order_type", OrderTypes),
            CategoryCode = Optional("category_code", 32),
            CategoryName = Optional("category_name", 64),
            Title = Text("title", 200),
            ShortTitle = Text("short_title", 80),
            Content = Text("content", 20_000),
            CallerName = Optional("caller_name", 100),
            CallerKind = OneOf("caller_kind", CallerKinds) ?? "person",
            Phone = phone ?? "",
            Language = OneOf("language", Languages) ?? "zh-CN",
            District = Text("district", 50),
            Street = Optional("street", 50),
            Unit = Text("unit", 100),
            UnitKind = UnitKind(),
            UnitSpoken = Optional("unit_spoken", 100),
            UnitSpokenEn = Optional("unit_spoken_en", 100),
            AcceptedAt = accepted ?? default,
            ClosedAt = closed ?? default,
            ResultText = Optional("result_text", 20_000),
        };
        return bad.Count == found ? order : null;

        void Wrong(string column, string reason) => bad.Add(new BadRow(line, cells.Header(column), reason));

        string Text(string column, int longest)
        {
            var text = Optional(column, longest);
            if (text is null && cells[column].Length == 0) Wrong(column, "is missing");
            return text ?? "";
        }

        string? Optional(string column, int longest)
        {
            var text = cells[column];
            if (text.Length == 0) return null;
            if (text.Length > longest) Wrong(column, $"is longer than {longest} characters");
            else if (text.Contains('\0', StringComparison.Ordinal)) Wrong(column, "contains a NUL character");
            else return text;
            return null;
        }

        string? OneOf(string column, Dictionary<string, string> allowed)
        {
            var text = cells[column];
            if (text.Length == 0) return null;
            if (allowed.TryGetValue(text, out var name)) return name;
            Wrong(column, $"is not known; allowed: {string.Join(", ", allowed.Values.Distinct(StringComparer.Ordinal))}");
            return null;
        }

        string UnitKind()
        {
            if (OneOf("unit_kind", UnitKinds) is { } kind) return kind;
            var unit = cells["unit"];
            if (KindByName.FirstOrDefault(k => unit.EndsWith(k.Ending, StringComparison.Ordinal)).Kind is { } guessed) return guessed;
            if (unit.Length > 0 && cells["unit_kind"].Length == 0)
                Wrong("unit", $"its class cannot be told from its name; add the column {OrderColumns.Describe("unit_kind")}");
            return "";
        }

        DateTimeOffset? Instant(string column)
        {
            var text = cells[column];
            if (text.Length == 0) Wrong(column, "is missing");
            else if (ParseInstant(text) is { } instant) return instant;
            else Wrong(column, "is no date; write it like 2026-10-03 14:30");
            return null;
        }
    }

    /// <summary>A time without offset is the city's, whatever the machine's zone.</summary>
    private static DateTimeOffset? ParseInstant(string text)
    {
        var invariant = CultureInfo.InvariantCulture;
        if (HasOffset(text) && DateTimeOffset.TryParseExact(text, InstantsWithOffset, invariant, DateTimeStyles.AssumeUniversal, out var instant))
            return Plausible(instant);
        if (!DateTime.TryParseExact(text, Instants, invariant, DateTimeStyles.AllowInnerWhite, out var local)) return null;
        return Plausible(new DateTimeOffset(local, TimeZoneInfo.FindSystemTimeZoneById(Period.ZoneId).GetUtcOffset(local)));
    }

    private static bool HasOffset(string text) => text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > "yyyy-M-dT".Length - 1;

    /// <summary>0026-10-03 and 20266-… are slips, and a day of 1900 is what a spreadsheet makes of an empty cell.</summary>
    private static DateTimeOffset? Plausible(DateTimeOffset instant) => instant.Year is >= 2000 and < 2100 ? instant : null;

    private static Dictionary<string, string> Aliases(params string[][] names) =>
        names.SelectMany(n => n.Select(alias => (alias, n[0]))).ToDictionary(p => p.alias, p => p.Item2, StringComparer.OrdinalIgnoreCase);
}
