namespace CallbackBot.Telephony.Sip.Trunks;

/// <summary>Up until so many answers in a row are missing, down until so many in a row have come. Not thread-safe.</summary>
internal sealed class Hysteresis(int missesDown, int answersUp)
{
    private int _against;

    public bool IsUp { get; private set; } = true;

    /// <summary>Nothing speaks against what we believe.</summary>
    public bool IsSettled => _against == 0;

    /// <summary>Takes one observation; true when it turned the verdict.</summary>
    public bool Take(bool answered)
    {
        _against = answered == IsUp ? 0 : _against + 1;
        if (_against < (IsUp ? missesDown : answersUp)) return false;
        IsUp = !IsUp;
        _against = 0;
        return true;
    }
}
