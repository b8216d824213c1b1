using CallbackBot.Dialogs.Understanding.Model;

namespace CallbackBot.Dialogs.Tests.Understanding;

public sealed class CalibrationTests
{
    [Theory]
    [InlineData("contacted", 0.6f, 0.25f, 0.15f, true)]
    [InlineData("contacted", 0.65f, 0.2f, 0.15f, false)]
    [InlineData("not_contacted", 0.25f, 0.6f, 0.15f, true)]
    [InlineData("unsure", 0.3f, 0.3f, 0.4f, false)]
    public void A_label_is_torn_when_its_opposite_is_more_than_a_third_as_likely(string label, float contacted, float notContacted, float unsure, bool torn)
    {
        var labels = Columns.Questions["response"];
        var chances = new float[labels.Length];
        chances[At("contacted")] = contacted;
        chances[At("not_contacted")] = notContacted;
        chances[At("unsure")] = unsure;

        Assert.Equal(torn, Calibration.IsTorn(chances, labels, At(label)));

        int At(string name) => Array.FindIndex(labels, l => l.Label == name);
    }
}
