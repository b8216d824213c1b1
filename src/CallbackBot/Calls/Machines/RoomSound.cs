using System.Runtime.CompilerServices;

namespace CallbackBot.Calls.Machines;

/// <summary>
/// Whether a voice sounds in a room that was there before it. A person's room is heard from the answer on, and in the pauses between words. A recording
/// has no room at all, or one that begins with it. Knows no clock; allocates nothing.
/// </summary>
internal struct RoomSound
{
    /// <summary>Quieter than this is no room, dBFS.</summary>
    private const double NoRoom = -64;

    /// <summary>A room that gets louder by so many dB when somebody speaks began with the voice.</summary>
    private const double Appears = 7;

    /// <summary>Slots that are needed before a voice, and that a voice's own onset may have touched.</summary>
    private const int FewestBefore = 5;
    private const int Untouched = 3;

    private double _smooth = double.NaN;
    private double _before = double.MaxValue;
    private double _between = double.MaxValue;
    private int _slots;
    private Newest _recent;

    /// <summary>Of a line that was not heard yet.</summary>
    public RoomSound()
    {
    }

    /// <summary>The quietest 60 ms before the voice, dBFS; null when the voice was there first.</summary>
    private double? Before => _slots - Untouched >= FewestBefore ? _before : null;

    /// <summary>True when what is heard between the words is no room, or one that was not there before them.</summary>
    public bool IsRecording => _between < NoRoom || (Before is { } before && _between - before > Appears);

    /// <param name="level">Of a slot that was received, dBFS.</param>
    /// <param name="voiceBegan">Whether somebody has begun to speak.</param>
    public void Push(double level, bool voiceBegan)
    {
        _smooth = double.IsNaN(_smooth) ? level : _smooth + ((level - _smooth) / 2);
        if (voiceBegan)
        {
            _between = Math.Min(_between, _smooth);
            return;
        }

        // Three slots late: a voice is known only when it has begun.
        if (_slots >= Untouched) _before = Math.Min(_before, _recent[_slots % Untouched]);
        _recent[_slots++ % Untouched] = _smooth;
    }

    [InlineArray(Untouched)]
    private struct Newest
    {
        private double _level;
    }
}
