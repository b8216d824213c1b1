namespace CallbackBot.EndToEnd.Tests.Program;

/// <summary>Order files as other systems write them. Line 1 is the header.</summary>
internal static class OrderFile
{
    public const string Header = "order_no,title,short_title,content,caller_name,phone,language,district,unit,accepted_at,closed_at";

    public static string Of(params string[] rows) => string.Join('\n', [Header, .. rows]) + "\n";

    public static string Row(string orderNo, string phone = "+8610000000071", string closedAt = "2026-11-02 09:10", string title = "反映家中暖气不热") =>
        $"{orderNo},{title},家中暖气不热,室温不足十八度,王秀兰,{phone},zh-CN,朝阳区,朝阳区,2026-10-30 06:45,{closedAt}";
}
