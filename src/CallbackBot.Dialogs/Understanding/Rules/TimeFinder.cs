namespace CallbackBot.Dialogs.Understanding.Rules;

/// <summary>Finds when the citizen wants to be called: the longest run of words that name a day, a part of the day, an hour or a delay.</summary>
internal static class TimeFinder
{
    private static readonly string[] Mandarin =
    [
        "大后天", "后天", "明天", "明儿", "明早", "明晚", "今晚", "今天", "今儿", "下周", "下星期", "下礼拜", "周末", "这周", "过两天", "过几天", "改天",
        "周一", "周二", "周三", "周四", "周五", "周六", "周日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期天", "星期日", "礼拜一", "礼拜二", "礼拜三",
        "礼拜四", "礼拜五", "礼拜六", "礼拜天", "一", "二", "三", "四", "五", "六", "日", "早上", "上午", "中午", "下午", "傍晚", "晚上", "夜里", "早晨",
        "下班后", "下班以后", "下班", "饭后", "午饭后", "晚饭后", "午休后", "点钟", "点半", "点", "半", "一刻", "三刻", "分钟", "分", "小时", "个", "钟头", "以后", "之后", "后",
        "左右", "前", "之前", "半个小时", "半小时", "到", "至", "之间", "两", "七", "八", "九", "十", "零", "过", "等", "来钟", "多", "来", ":", "待会儿", "待会", "一会儿", "回头", "晚点", "晚些",
    ];

    private static readonly HashSet<string> MandarinNames =
    [
        "大后天", "后天", "明天", "明儿", "明早", "明晚", "今晚", "今天", "今儿", "下周", "下星期", "下礼拜", "周末", "过两天", "过几天", "周一", "周二", "周三", "周四", "周五",
        "周六", "周日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期天", "星期日", "礼拜一", "礼拜二", "礼拜三", "礼拜四", "礼拜五", "礼拜六", "礼拜天", "早上", "上午", "中午",
        "下午", "傍晚", "晚上", "早晨", "下班后", "下班以后", "下班", "午饭后", "晚饭后", "午休后", "点钟", "点半", "点", "小时", "分钟", "钟头", "半个小时", "半小时",
    ];

    private static readonly HashSet<string> English =
    [
        "tomorrow", "tonight", "today", "morning", "afternoon", "evening", "noon", "midday", "lunchtime", "lunch", "dinner", "work", "monday", "tuesday", "wednesday",
        "thursday", "friday", "saturday", "sunday", "weekend", "week", "oclock", "am", "pm", "hour", "hours", "minutes", "half", "quarter", "later", "one", "two", "three",
        "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen", "twenty", "thirty",
    ];

    private static readonly HashSet<string> EnglishGlue = ["in", "at", "on", "after", "before", "between", "around", "about", "the", "this", "next", "an", "a", "past", "to", "o", "clock"];

    private static readonly HashSet<string> EnglishNumbers =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen", "twenty", "thirty", "half", "quarter", "a", "an"];

    /// <summary>The time as said (明天下午三点, "tomorrow at six"), or null.</summary>
    public static string? Find(string text) => FindMandarin(text) ?? FindEnglish(text);

    private static string? FindMandarin(string text)
    {
        string? best = null;
        for (var start = 0; start < text.Length; start++)
        {
            if (text[start] < 0x2E80 && !char.IsAsciiDigit(text[start])) continue;
            var end = start;
            var named = false;
            while (end < text.Length)
            {
                var length = char.IsAsciiDigit(text[end]) ? 1 : LongestWord(text, end);
                if (length == 0) break;
                named |= MandarinNames.Contains(text.Substring(end, length));
                end += length;
            }
            // 从昨天下午等到现在 tells how long.
            var told = start > 0 && text[start - 1] is '从' or '自';
            if (named && !told && (best is null || end - start > best.Length)) best = text[start..end].TrimStart('来', '过', '等', '个', '前', '到', '至').TrimEnd('到', '至');
            start = Math.Max(start, end - 1);
        }
        // 有一点事 is no hour.
        return best is { Length: > 1 } and not "一点" || text.StartsWith("一点", StringComparison.Ordinal) ? best : null;
    }

    private static int LongestWord(string text, int at)
    {
        var longest = 0;
        foreach (var word in Mandarin)
        {
            if (word.Length > longest && string.CompareOrdinal(text, at, word, 0, word.Length) == 0) longest = word.Length;
        }
        return longest;
    }

    private static string? FindEnglish(string text)
    {
        var words = text.Split([' ', ',', '.', '!', '?'], StringSplitOptions.RemoveEmptyEntries);
        var (bestFirst, bestCount) = (0, 0);
        for (var first = 0; first < words.Length; first++)
        {
            var end = first;
            var named = false;
            var hour = false;
            var told = first > 0 && words[first - 1] is "since";
            while (end < words.Length && (English.Contains(words[end]) || EnglishGlue.Contains(words[end]) || char.IsAsciiDigit(words[end][0]) || JoinsHours(words, end)))
            {
                named |= Names(words, end);
                hour |= end > first && words[end - 1] is "at" or "after" or "around" or "before" or "past" or "between" && (EnglishNumbers.Contains(words[end]) || char.IsAsciiDigit(words[end][0]));
                end++;
            }
            if ((named || hour) && !told && end - first > bestCount) (bestFirst, bestCount) = (first, end - first);
            first = Math.Max(first, end - 1);
        }
        return bestCount == 0 ? null : string.Join(' ', words.AsSpan(bestFirst, bestCount).ToArray());
    }

    /// <summary>"Between eight and nine", "six or seven".</summary>
    private static bool JoinsHours(string[] words, int at) => words[at] is "and" or "or" or "till" or "until" && at > 0 && at + 1 < words.Length && IsHour(words[at - 1]) && IsHour(words[at + 1]);

    private static bool IsHour(string word) => EnglishNumbers.Contains(word) || char.IsAsciiDigit(word[0]) || word is "am" or "pm" or "oclock" or "noon";

    /// <summary>"am" names an hour only after a number ("I am" does not), "work" only after "after", and "later" names none.</summary>
    private static bool Names(string[] words, int at) => words[at] switch
    {
        "later" => false,
        "am" or "pm" or "oclock" => at > 0 && (EnglishNumbers.Contains(words[at - 1]) || char.IsAsciiDigit(words[at - 1][0])),
        "work" or "lunch" or "dinner" => at > 0 && words[at - 1] is "after" or "before",
        var word => English.Contains(word) && !EnglishNumbers.Contains(word),
    };
}
