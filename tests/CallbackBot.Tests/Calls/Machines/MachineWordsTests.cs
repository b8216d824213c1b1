using CallbackBot.Calls.Machines;

namespace CallbackBot.Tests.Calls.Machines;

public sealed class MachineWordsTests
{
    [Theory]
    [InlineData("您拨打的用户暂时无法接通，请稍后再拨", MachineKind.Announcement)]
    [InlineData("Sorry, the number you have dialed is not in service", MachineKind.Announcement)]
    [InlineData("我现在不方便接听电话，请在提示音后留言", MachineKind.Voicemail)]
    [InlineData("please leave your message after the tone", MachineKind.Voicemail)]
    [InlineData("您好，我是机主的智能语音助理", MachineKind.Assistant)]
    [InlineData("喂，你好，哪位", null)]
    [InlineData("我打了三次都没人接", null)]
    [InlineData("nobody left a note, and nobody called", null)]
    public void A_machine_is_known_by_its_own_phrases(string text, MachineKind? expected) => Assert.Equal(expected, MachineWords.KindOf(text));
}
