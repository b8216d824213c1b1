using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Tests.Understanding;

public sealed class EmotionTests
{
    [Theory]
    [InlineData("satisfaction", "I'm not upset", "calm")]
    [InlineData("satisfaction", "I'm not angry, just a bit slow", "calm")]
    [InlineData("satisfaction", "我不生气", "calm")]
    [InlineData("satisfaction", "师傅没让我失望", "calm")]
    [InlineData("satisfaction", "我不气了", "calm")]
    [InlineData("satisfaction", "我没有生气，就是有点慢", "calm")]
    [InlineData("resolution", "解决了，我没什么可伤心的", "calm")]
    [InlineData("satisfaction", "they didn't disappoint me", "calm")]
    [InlineData("satisfaction", "I wasn't frustrated at all", "calm")]
    [InlineData("satisfaction", "nothing to be annoyed about", "calm")]
    [InlineData("satisfaction", "没啥可恼火的", "calm")]
    [InlineData("satisfaction", "谈不上失望", "calm")]
    [InlineData("resolution", "没解决，我心里很难受，天天睡不着", "upset")]
    [InlineData("resolution", "No, it isn't fixed and I've been crying all week", "upset")]
    [InlineData("satisfaction", "我委屈得直哭", "upset")]
    [InlineData("satisfaction", "I'm heartbroken", "upset")]
    [InlineData("satisfaction", "我很伤心", "upset")]
    [InlineData("satisfaction", "心都凉了", "upset")]
    [InlineData("satisfaction", "急死人了", "upset")]
    [InlineData("satisfaction", "I'm so upset about this", "upset")]
    [InlineData("satisfaction", "我难过得很", "upset")]
    [InlineData("satisfaction", "想起来就想哭", "upset")]
    [InlineData("satisfaction", "心里堵得慌", "upset")]
    [InlineData("satisfaction", "我都绝望了", "upset")]
    [InlineData("satisfaction", "愁得睡不着觉", "upset")]
    [InlineData("satisfaction", "I was in tears", "upset")]
    [InlineData("satisfaction", "it's been so stressful, I'm at my wits' end", "upset")]
    [InlineData("satisfaction", "I'm devastated", "upset")]
    [InlineData("satisfaction", "I'm really worried and anxious", "upset")]
    [InlineData("satisfaction", "It makes me want to cry", "upset")]
    [InlineData("satisfaction", "气死我了，你们到底管不管", "angry")]
    [InlineData("satisfaction", "I'm furious, this is outrageous", "angry")]
    [InlineData("satisfaction", "你们他妈的到底管不管", "angry")]
    [InlineData("satisfaction", "挺满意的，谢谢", "calm")]
    [InlineData("satisfaction", "孩子哭了，等一下", "calm")]
    [InlineData("satisfaction", "the baby is crying, call later", "calm")]
    [InlineData("satisfaction", "the service was bad", "upset")]
    public void It_is_the_speakers_and_not_what_is_denied(string question, string reply, string emotion) =>
        Assert.Equal(emotion, ReplyUnderstanding.Understand(reply, Questions.Of(question, reply)).Emotion);
}
