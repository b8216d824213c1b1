using CallbackBot.Dialogs.Definition;
using CallbackBot.Dialogs.Prompts;

namespace CallbackBot.Dialogs.Testing;

/// <summary>An invented order for conversations without one.</summary>
public static class SampleFacts
{
    /// <summary>A value for every field that may be spoken.</summary>
    public static Facts In(string language) => new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["order.short_title"] = Vocabulary.IsChinese(language) ? "路灯不亮" : "a broken street light",
        ["order.category"] = Vocabulary.IsChinese(language) ? "市政设施" : "street lighting",
        ["order.accepted_on"] = "2026-11-03",
        ["order.closed_on"] = "2026-11-17",
        ["order.district"] = Vocabulary.IsChinese(language) ? "朝阳区" : "Chaoyang",
        ["order.street"] = Vocabulary.IsChinese(language) ? "望京街道" : "Wangjing",
        ["unit.spoken_name"] = Vocabulary.IsChinese(language) ? "望京街道办事处" : "the Wangjing street office",
        ["hotline.spoken_name"] = Vocabulary.IsChinese(language) ? "北京一二三四五热线" : "Beijing one two three four five",
        ["caller.surname"] = Vocabulary.IsChinese(language) ? "王" : "Wang",
        ["caller.title"] = Vocabulary.IsChinese(language) ? "女士" : "Ms",
        ["company.name"] = Vocabulary.IsChinese(language) ? "样例公司" : "Sample Company",
        ["appointment.time"] = "2026-11-21T18:00",
    });
}
