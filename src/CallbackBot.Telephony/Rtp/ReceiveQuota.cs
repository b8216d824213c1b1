namespace CallbackBot.Telephony.Rtp;

/// <summary>
/// How many datagrams a turn asks its socket for. A far side that sends one in 20 ms is asked for one: finding the socket empty behind it
/// costs half as much as the datagram. What that may leave behind is found by every fourth turn, and after a turn that was unlike the others
/// all turns look for more again.
/// </summary>
internal struct ReceiveQuota
{
    private const int TurnsUntilSteady = 10;
    private const int LookForMore = 4;

    private int _steady; // Turns in a row that brought one.

    /// <summary>For this turn.</summary>
    public readonly int Next => _steady < TurnsUntilSteady || _steady % LookForMore == 0 ? DatagramBatch.Capacity : 1;

    /// <summary>So many came.</summary>
    public void Note(int received) => _steady = received == 1 ? _steady + 1 : 0;
}
