namespace CallbackBot.WorkOrders;

/// <summary>The columns of an order file, in any order, under these names.</summary>
public static class OrderColumns
{
    /// <summary>First the name of the format, then what exports of Chinese systems call it.</summary>
    private static readonly string[][] Names =
    [
        ["order_no", "工单编号", "工单号", "编号", "诉求编号"],
        ["order_type", "工单类型", "诉求类型", "类型"],
        ["category_code", "分类编码", "问题分类编码", "诉求分类编码"],
        ["category_name", "分类名称", "问题分类", "诉求分类"],
        ["title", "标题", "工单标题", "诉求标题"],
        ["short_title", "短标题", "播报标题", "诉求简称"],
        ["content", "内容", "诉求内容", "工单内容", "主要内容"],
        ["caller_name", "来电人", "来电人姓名", "姓名", "诉求人"],
        ["caller_kind", "来电人类型", "主体类型"],
        ["phone", "电话", "联系电话", "来电号码", "手机号"],
        ["language", "语言", "语种"],
        ["district", "区", "所属区", "行政区"],
        ["street", "街道", "街乡镇", "街道乡镇"],
        ["unit", "承办单位", "办理单位", "主办单位"],
        ["unit_kind", "单位类型", "单位类别"],
        ["unit_spoken", "单位播报名"],
        ["unit_spoken_en", "单位英文名"],
        ["accepted_at", "受理时间", "来电时间"],
        ["closed_at", "办结时间", "结案时间"],
        ["result_text", "办理结果", "处理结果", "答复内容"],
    ];

    /// <summary>Without these a file cannot be read.</summary>
    public static readonly IReadOnlyList<string> Required =
        ["order_no", "title", "short_title", "content", "phone", "district", "unit", "accepted_at", "closed_at"];

    private static readonly Dictionary<string, string> ByName =
        Names.SelectMany(n => n.Select(alias => (alias, n[0]))).ToDictionary(p => p.alias, p => p.Item2, StringComparer.OrdinalIgnoreCase);

    /// <summary>The format's name for a header cell, or null.</summary>
    public static string? Find(string cell) => ByName.GetValueOrDefault(cell.Trim().Trim('\uFEFF'));

    /// <summary><c>order_no (工单编号, …)</c>, for messages.</summary>
    public static string Describe(string column) => $"{column} ({Names.First(n => n[0] == column)[1]})";
}
