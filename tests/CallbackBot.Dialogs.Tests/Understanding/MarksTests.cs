using CallbackBot.Dialogs.Understanding;

namespace CallbackBot.Dialogs.Tests.Understanding;

public sealed class MarksTests
{
    [Theory]
    [InlineData("三分，满分五分", "neutral")]
    [InlineData("满分五分的话我给三分", "neutral")]
    [InlineData("五分制给四分", "satisfied")]
    [InlineData("十分制，给个四分", "dissatisfied")]
    [InlineData("打八分(满分十分)", "satisfied")]
    [InlineData("十分我给八分", "satisfied")]
    [InlineData("给五分，满分", "very_satisfied")]
    [InlineData("一百分打三十", "dissatisfied")]
    [InlineData("八十五分吧", "satisfied")]
    [InlineData("一百二十分", "very_satisfied")]
    [InlineData("不到五分，满分十分", "dissatisfied")]
    [InlineData("八分以上", "satisfied")]
    [InlineData("百分之八十满意", "satisfied")]
    [InlineData("三颗星", "neutral")]
    [InlineData("给十分", "very_satisfied")]
    [InlineData("three out of five", "neutral")]
    [InlineData("stick me down for a three, out of five", "neutral")]
    [InlineData("I'd give it 8/10", "satisfied")]
    [InlineData("less than five out of ten", "dissatisfied")]
    [InlineData("more than eight out of ten", "satisfied")]
    [InlineData("sixty out of a hundred", "neutral")]
    [InlineData("two stars", "dissatisfied")]
    [InlineData("not even one out of ten", "very_dissatisfied")]
    [InlineData("eighty percent satisfied", "satisfied")]
    [InlineData("I'd give it a C", "neutral")]
    [InlineData("I'd grade it a B minus", "satisfied")]
    [InlineData("it gets an A from me", "very_satisfied")]
    [InlineData("I give them a D", "dissatisfied")]
    [InlineData("That's an F", "very_dissatisfied")]
    [InlineData("给个B吧", "satisfied")]
    public void A_share_of_full_marks_is_a_level(string reply, string label)
    {
        var question = Questions.Of("satisfaction", reply);
        var meaning = ReplyUnderstanding.Understand(reply, question);

        Assert.Equal(label, meaning.Label);
        Assert.True(meaning.Confidence >= ReplyUnderstanding.AcceptThreshold(question));
    }

    [Theory]
    [InlineData("给四分")]
    [InlineData("打三分")]
    [InlineData("五分吧")]
    [InlineData("I'd say a four")]
    [InlineData("seven")]
    public void A_figure_without_a_scale_is_asked_again(string reply)
    {
        var question = Questions.Of("satisfaction", reply);

        Assert.True(ReplyUnderstanding.Understand(reply, question).Confidence < ReplyUnderstanding.AcceptThreshold(question));
    }

    [Theory]
    [InlineData("十分满意", "very_satisfied")]
    [InlineData("十分不满意", "very_dissatisfied")]
    [InlineData("Five stars for doing nothing", "very_dissatisfied")]
    [InlineData("Ten out of ten for manners, none for the repair", "dissatisfied")]
    [InlineData("解决了三分之二，一般", "neutral")]
    public void A_figure_among_other_words_does_not_decide_alone(string reply, string label) =>
        Assert.Equal(label, ReplyUnderstanding.Understand(reply, Questions.Of("satisfaction", reply)).Label);
}
