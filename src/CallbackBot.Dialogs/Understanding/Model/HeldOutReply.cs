namespace CallbackBot.Dialogs.Understanding.Model;

/// <summary>A reply as a model reads it that has not seen its writer.</summary>
/// <param name="Row">The reply.</param>
/// <param name="Labels">Of its question.</param>
/// <param name="Sums">Of the columns.</param>
/// <param name="Features">How many it has.</param>
internal sealed record HeldOutReply(LabelledReply Row, LabelColumns[] Labels, float[] Sums, int Features)
{
    public Judgement Judge(Calibration calibration) => calibration.Judge(Chances(calibration), Labels);

    public double ChanceOfRight(Calibration calibration) => Chances(calibration)[Array.FindIndex(Labels, label => label.Label == Row.Label)];

    private float[] Chances(Calibration calibration)
    {
        var chances = new float[Labels.Length];
        Arithmetic.Softmax(Sums, Labels, calibration.TemperatureOf(Features), chances);
        return chances;
    }
}
