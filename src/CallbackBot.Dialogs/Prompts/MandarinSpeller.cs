using System.Text.RegularExpressions;
using static CallbackBot.Dialogs.Prompts.MandarinNumbers;
using static CallbackBot.Dialogs.Prompts.SpellingRules;

namespace CallbackBot.Dialogs.Prompts;

/// <summary>What is written in digits, in Mandarin: 十月三号, 下午六点半, 百分之九十五, 两个, 五零一室.</summary>
internal static class MandarinSpeller
{
    private const string To = @"\s?[-~至到]\s?";
    private const string Second = "(" + To + "(?<b>" + Amounts + "))?";
    private const string Minus = @"((?<![\dA-Za-z)）\]楼元层室号区院-])(?<minus>-))?";
    private const string Parts = "(?<part>凌晨|清晨|早晨|早上|今早|明早|上午|中午|下午|傍晚|晚上|今晚|明晚|夜里)?";

    // After these 2 is 两. After 号, 楼, 层, 单元, 室, 月, 级 and the like it is a name: 二号楼.
    private const string Counted2 = "个|位|次|天|件|家|名|条|项|户|小时|分钟|分(?!之)|块|点|年(?!级)|周|种|份|本|台|辆|只|张|套|间|座|人|成|倍|岁|公里|千米|米|厘米|平方|平米|立方|公斤|斤|吨|"
        + "元|万|亿|千|秒|遍|趟|声|句|所|起|封|页|方|部|边|者|毛|桶|瓶|包|箱|袋|棵|根|支|把|双|对|道|股|批|场|轮|笔|车|站|盏|扇|口|处|美元|欧元|英镑|港元|工作日|星期|钟头|多";

    // As far as a telephone number goes: behind these a number of three digits and more is one.
    private const string Dialling = @"(?<=(拨打?|致电|打|电话|热线|呼叫)[^\d。！？]{0,4})";
    private const string Emergencies = "110|119|120|122|114";

    private static readonly Dictionary<string, string> Currencies = new(StringComparer.OrdinalIgnoreCase)
    {
        ["¥"] = "元", ["RMB"] = "元", ["CNY"] = "元", ["$"] = "美元", ["US$"] = "美元", ["USD"] = "美元", ["€"] = "欧元", ["EUR"] = "欧元",
        ["£"] = "英镑", ["GBP"] = "英镑", ["HK$"] = "港元", ["HKD"] = "港元",
    };

    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["km/h"] = "公里每小时", ["m/s"] = "米每秒", ["km²"] = "平方公里", ["m²"] = "平方米", ["m2"] = "平方米", ["㎡"] = "平方米", ["m³"] = "立方米", ["m3"] = "立方米", ["㎥"] = "立方米",
        ["km"] = "公里", ["㎞"] = "公里", ["cm"] = "厘米", ["㎝"] = "厘米", ["mm"] = "毫米", ["㎜"] = "毫米", ["m"] = "米", ["kg"] = "公斤", ["㎏"] = "公斤", ["mg"] = "毫克", ["g"] = "克", ["t"] = "吨",
        ["ml"] = "毫升", ["mL"] = "毫升", ["L"] = "升", ["kWh"] = "度", ["kW"] = "千瓦", ["W"] = "瓦", ["V"] = "伏", ["Hz"] = "赫兹", ["dB"] = "分贝", ["min"] = "分钟", ["h"] = "小时", ["s"] = "秒",
        ["GB"] = "G", ["MB"] = "兆",
    };

    /// <summary>The rules, in order.</summary>
    public static SpellingRules Rules { get; } = new(AddDates, AddTelephones, AddQuantities, AddPlaces, AddNumbers);

    private static void AddDates(SpellingRules rules)
    {
        rules.Add(@"(?<=\d)\s?[-~](?=" + WrittenDate.Pattern + ")", m => m.Value.EndsWith('~') ? "到" : m.Value);
        rules.Add(WrittenDate.Pattern, m => WrittenDate.Day(m) is { } day ? $"{Cardinal($"{day.Month}")}月{Cardinal($"{day.Day}")}号" + (WrittenDate.Clock(m) is { } at ? Clock(at, null) : "") : m.Value);
        // 3月-5月, 8点~10点, 10%-20%, 11月22日-25日: the same unit on both sides, or the end of a day.
        rules.Add(@"(?<=(?<!\d)\d{1,9}(?<u>[\u4e00-\u9fff%]{1,2}))[-~](?=\d{1,9}\k<u>)", _ => "到");
        rules.Add(@"(?<=\d[日号])[-~](?=\d{1,2}[月日号])", _ => "到");
        rules.Add(@"(?<!\d)(?<a>(19|20)\d{2})" + To + @"(?<b>(19|20)\d{2})(?=\s?年)", m => OneByOne(m.Groups["a"].Value) + "到" + OneByOne(m.Groups["b"].Value));
        rules.Add(@"(?<!\d)(?<a>(19|20)\d{2})(?=\s?年)", m => OneByOne(m.Value));
        var times = Parts + WrittenDate.ClockPattern;
        rules.Add(times + @"(?<to>" + To + times.Replace("?<h>", "?<h2>", StringComparison.Ordinal).Replace("?<n>", "?<n2>", StringComparison.Ordinal)
            .Replace("?<s>", "?<s2>", StringComparison.Ordinal).Replace("?<part>", "?<part2>", StringComparison.Ordinal) + ")", Times);
        rules.Add(times, m => WrittenDate.Clock(m) is { } time ? Clock(time, Value(m, "part")) + (Value(m, "s") is { } s && s != "00" ? Cardinal(s) + "秒" : "") : m.Value);
    }

    private static string Times(Match m)
    {
        if (WrittenDate.Clock(m) is not { } from) return m.Value;
        var to = (Hour: WrittenDate.Number(m.Groups["h2"].Value), Minute: WrittenDate.Number(m.Groups["n2"].Value));
        if (to.Minute > 59 || to.Hour > 24) return m.Value;
        var (begins, ends) = (Value(m, "part") ?? PartOfDay(from.Hour), Value(m, "part2") ?? (Value(m, "part") is { } said && to.Hour <= 12 && to.Hour >= from.Hour ? said : PartOfDay(to.Hour)));
        return Clock(from, begins) + "到" + Clock(to, begins == ends ? "" : ends);
    }

    private static void AddTelephones(SpellingRules rules)
    {
        rules.Add(@"(?<![\dA-Za-z])(?<cc>\+?86[- ]?)?(?<a>1[3-9]\d)(?<s>[- ]?)(?<b>\d{4}|\*{4})\k<s>(?<c>\d{4})(?!\d)",
            m => (m.Groups["cc"].Success ? "八六，" : "") + $"{Dialled(m.Groups["a"].Value)}，{(m.Groups["b"].Value[0] == '*' ? "星星星星" : Dialled(m.Groups["b"].Value))}，{Dialled(m.Groups["c"].Value)}");
        rules.Add(@"(?<![\d.-])\(?(?<a>0\d{2,3}|400|800)[-) ]{1,2}(?<b>\d{3,4})[- ]?(?<c>\d{3,5})(?![\d-])", m => $"{Dialled(m.Groups["a"].Value)}，{Dialled(m.Groups["b"].Value)}，{Dialled(m.Groups["c"].Value)}");
        rules.Add(@"(?<![\d.-])(?<a>400|800)(?<b>\d{3})(?<c>\d{4})(?!\d)", m => $"{Dialled(m.Groups["a"].Value)}，{Dialled(m.Groups["b"].Value)}，{Dialled(m.Groups["c"].Value)}");
        rules.Add(@"(?<![\d.-])(?<a>0\d{2,3})[- ](?<b>\d{5,6})(?!\d)", m => $"{OneByOne(m.Groups["a"].Value)}，{OneByOne(m.Groups["b"].Value)}");
        var amount = $@"(?!\d|[.,]\d|\s?({Counted2}|%|[-~至到]\d|[号楼层室年月日]))";
        rules.Add(Dialling + @"(?<!\d)\d{3,8}" + amount + @"|(?<!\d)\d{3,8}(?=热线|电话|报警|急救|客服|短信|平台)", m => Called(m.Value));
        rules.Add($@"(?<![\d.,:共计约为有达近过余]|-)({Emergencies})(?=$|[或和、，。！？,;；”）)]|\s)", m => Called(m.Value));
    }

    private static void AddQuantities(SpellingRules rules)
    {
        var currency = string.Join('|', Currencies.Keys.OrderByDescending(c => c.Length).Select(Regex.Escape));
        var multiple = "(?<x>[十百千]?[万亿]|[百千])?";
        rules.Add($@"(?<![A-Za-z])(?<minus>-)?(?<c>(?i:{currency}))\s?(?<minus>-)?(?<a>{Amounts}){multiple}({To}((?i:{currency})\s?)?(?<b>{Amounts})(?<y>[十百千]?[万亿])?)?(元|块钱?)?(?!\d)",
            m => Sign(m, "负") + Counted(m.Groups["a"].Value) + m.Groups["x"].Value + (Value(m, "b") is { } b ? "到" + Counted(b) + m.Groups["y"].Value : "") + Currencies[m.Groups["c"].Value]);
        rules.Add(Minus + First + multiple + @"\s?(?<c>(?i:RMB|CNY|USD|EUR|GBP|HKD))(?![A-Za-z])", m => Sign(m, "负") + Counted(m.Groups["a"].Value) + m.Groups["x"].Value + Currencies[m.Groups["c"].Value]);
        rules.Add(Minus + First + "(?<p>%)?" + Second + @"(?<sign>[%‰])", m =>
        {
            var of = m.Groups["sign"].Value == "%" ? "百分之" : "千分之";
            return Sign(m, "负") + of + Amount(m.Groups["a"].Value) + (Value(m, "b") is { } b ? "到" + (m.Groups["p"].Success ? of : "") + Amount(b) : "");
        });
        rules.Add(Minus + First + @"(?<range>\s?[-~至到]\s?(?<below>-)?(?<b>" + Amounts + @"))?\s?(?<u>℃|°C|摄氏度|℉|°F|华氏度|°)", m =>
            Sign(m, "零下") + Amount(m.Groups["a"].Value) + (Value(m, "b") is { } b ? "到" + (m.Groups["below"].Success ? "零下" : "") + Amount(b) : "")
            + (m.Groups["u"].Value switch { "℃" or "°C" or "摄氏度" => "摄氏度", "°" => "度", _ => "华氏度" }));
        var units = string.Join('|', Units.Keys.OrderByDescending(u => u.Length).Select(Regex.Escape));
        rules.Add(Minus + First + Second + $@"\s?(?<u>{units})(?![A-Za-z\d²³])", m => Sign(m, "负") + Pair(m, Counted) + Units[m.Groups["u"].Value]);
        rules.Add(@"(?<=\d\s?[\u4e00-\u9fff]{1,2})/(?=[\u4e00-\u9fff㎡])", _ => "每");
        rules.Add("㎡", _ => "平方米");
        rules.Add(@"(?<=第\s?)(?<!\d)(?<a>\d{1,9})(" + To + @"(?<b>\d{1,9}))?(?!\d)", m => Pair(m, Cardinal));
    }

    private static void AddPlaces(SpellingRules rules)
    {
        rules.Add(@"(?<=(尾号|末[二三四五六]位|后[二三四五六]位|编号|工单|订单|单号|受理号|案号|验证码|密码|车牌|卡号|账号|邮编|号码)号?[为是:：]?\s?)\d{2,32}(?![\d-])", m => OneByOne(m.Value));
        // BJ20261122001, GD-2026-00123, B101: a code. B2, 5G, PM2.5: a name with a number in it.
        rules.Add(@"(?<![A-Za-z\d])[A-Za-z]{1,8}(-?[A-Za-z\d]{1,20}){1,4}(?![A-Za-z\d])", m => m.Value.Count(char.IsAsciiDigit) < 3 ? m.Value
            : string.Concat(m.Value.Select(c => char.IsAsciiDigit(c) ? OneByOne($"{c}") : c == '-' ? "杠" : $"{c} ")).Replace(" 杠", "杠", StringComparison.Ordinal));
        rules.Add(@"(?<!\d)\d{3,4}(?=\s?(室|房间|号房|病房|教室|包间|办公室|会议室))", m => OneByOne(m.Value));
        rules.Add(@"(?<!\d)\d{3}(?=路)|(?<!\d)\d{4,6}(?=[号弄])", m => OneByOne(m.Value));
        // 5-2-501 and 3-501 are places, 3-5 a range.
        rules.Add(@"(?<![\dA-Za-z.-])\d{1,4}(-\d{1,4}){2,4}(?![\d-])", m => Place(m.Value));
        rules.Add(@"(?<![\dA-Za-z.-])\d{1,2}-\d{3,4}(?![\d.-]|\s?(" + Counted2 + "))", m => Place(m.Value));
        rules.Add(First + To + "(?<b>" + Amounts + @")(?![\d-])(?<u>\s?(" + Counted2 + "))?", m => m.Groups["u"].Success ? Pair(m, Counted) + m.Groups["u"].Value : Pair(m, Amount));
    }

    private static void AddNumbers(SpellingRules rules)
    {
        rules.Add(@"(?<!\d)\d{1,9}(\.\d{1,9}){2,5}(?!\d)", m => string.Join('点', m.Value.Split('.').Select(p => p.Length < 3 ? Cardinal(p) : OneByOne(p))));
        rules.Add(@"(?<!\d)(?<a>\d{1,9})\s?[:：]\s?(?<b>\d{1,9})(?!\d)", m => Cardinal(m.Groups["a"].Value) + "比" + Cardinal(m.Groups["b"].Value));
        rules.Add(@"(?<![\d/])(?<a>\d{1,9})[/⁄](?<b>\d{1,9})(?![\d/])", m => Cardinal(m.Groups["b"].Value) + "分之" + Cardinal(m.Groups["a"].Value));
        rules.Add(Minus + First + @"(?=\s?(" + Counted2 + "))", m => Sign(m, "负") + Counted(m.Groups["a"].Value));
        rules.Add(Minus + First + @"(?<=[.,]\d{1,10})(?!\d)", m => Sign(m, "负") + Amount(m.Groups["a"].Value));
        rules.Add(Minus + @"(?<a>\d{1,64})", m => Sign(m, "负") + (SpokenForms.ReadsDigitByDigit(m.Groups["a"].Value) ? OneByOne(m.Groups["a"].Value) : Cardinal(m.Groups["a"].Value)));
    }

    private static string Place(string groups) => string.Join('杠', groups.Split('-').Select(g => g.Length < 3 && g[0] != '0' ? Cardinal(g) : OneByOne(g)));

    private static string Pair(Match m, Func<string, string> spell) => spell(m.Groups["a"].Value) + (Value(m, "b") is { } b ? "到" + spell(b) : "");

    private static string Called(string number) => Emergencies.Split('|').Contains(number, StringComparer.Ordinal) ? Dialled(number) : OneByOne(number);

    private static string Sign(Match m, string word) => m.Groups["minus"].Success ? word : "";

    private static string PartOfDay(int hour) => hour switch { < 6 => "凌晨", < 9 => "早上", < 12 => "上午", 12 => "中午", < 18 => "下午", _ => "晚上" };

    private static string Clock((int Hour, int Minute) time, string? part)
    {
        var hour = time.Hour > 12 ? time.Hour - 12 : time.Hour;
        var minute = time.Minute switch { 0 => "", 30 => "半", < 10 => "零" + Cardinal($"{time.Minute}") + "分", _ => Cardinal($"{time.Minute}") + "分" };
        return (part ?? PartOfDay(time.Hour)) + Counted($"{hour}") + "点" + minute;
    }
}
