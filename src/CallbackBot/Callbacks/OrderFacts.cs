using System.Globalization;
using CallbackBot.Dialogs.Prompts;
using CallbackBot.Storage;

namespace CallbackBot.Callbacks;

/// <summary>One callback as the lease returns it.</summary>
internal sealed record LeasedRow(
    long CallerId, long Fence, byte[] PhoneEnc, string Language, string Kind, long CallbackId, string OrderNo, string ShortTitle, string? Category,
    byte[]? CallerNameEnc, DateTimeOffset AcceptedAt, DateTimeOffset ClosedAt, string District, string? DistrictEn, string? Street,
    string? StreetEn, string Unit, string? UnitSpoken, string? UnitSpokenEn);

/// <summary>What may be spoken about an order, in the person's language. Phone, content and full name never get in.</summary>
internal static class OrderFacts
{
    public static Facts Of(LeasedRow row, PersonalData personal, HotlineNames hotline, TimeZoneInfo zone)
    {
        var english = row.Language == "en";
        var facts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["order.short_title"] = row.ShortTitle,
            // Categories are named in Chinese only; an English voice could not read them.
            ["order.category"] = english ? row.ShortTitle : row.Category ?? row.ShortTitle,
            ["order.accepted_on"] = Day(row.AcceptedAt, zone),
            ["order.closed_on"] = Day(row.ClosedAt, zone),
            ["order.district"] = english ? row.DistrictEn ?? row.District : row.District,
            ["order.street"] = (english ? row.StreetEn ?? row.Street : row.Street) ?? "",
            ["unit.spoken_name"] = english ? row.UnitSpokenEn ?? row.Unit : row.UnitSpoken ?? row.Unit,
            ["hotline.spoken_name"] = english ? hotline.English : hotline.Chinese,
        };
        if (row.CallerNameEnc is not null)
        {
            var name = personal.Decrypt(row.CallerNameEnc, Personal.Name);
            if (row.Kind == "company") facts["company.name"] = name;
            else (facts["caller.surname"], facts["caller.title"]) = CallerName.Split(name);
        }

        return new Facts(facts);
    }

    private static string Day(DateTimeOffset instant, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(instant, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>The surname, for a polite address, and the title where the order has one.</summary>
internal static class CallerName
{
    private static readonly string[] Titles = ["先生", "女士", "小姐"];

    private static readonly string[] EnglishTitles = ["Mr", "Mrs", "Ms", "Miss", "Dr"];

    private static readonly string[] TwoCharacterSurnames =
        ["欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "长孙", "夏侯", "端木", "百里", "南宫"];

    public static (string Surname, string Title) Split(string name)
    {
        name = name.Trim();
        if (name.Length == 0) return ("", "");
        if (name[0] < 0x2e80)
        {
            var words = name.Split([' ', '.'], StringSplitOptions.RemoveEmptyEntries);
            var title = EnglishTitles.FirstOrDefault(t => t.Equals(words[0], StringComparison.OrdinalIgnoreCase)) ?? "";
            return (words[^1], title);
        }

        var spoken = Titles.FirstOrDefault(t => name.EndsWith(t, StringComparison.Ordinal)) ?? "";
        var surname = TwoCharacterSurnames.FirstOrDefault(s => name.StartsWith(s, StringComparison.Ordinal)) ?? name[..1];
        return (surname, spoken);
    }
}
