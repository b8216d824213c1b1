using CallbackBot.Telephony.Audio;

namespace CallbackBot.Telephony.Rtp;

/// <summary>
/// Joins calls so that everybody hears everybody else: citizen, robot or agent, interpreter. Each call has a <see cref="Leg"/> as its audio
/// (or inside it); a leg hears the sum of the others, one slot of 20 ms later.
/// </summary>
/// <remarks>
/// The calls must share one <see cref="PacingClock"/>: it gives each leg one turn in 20 ms, always in the same order and one after the other, so that
/// every leg reads every slot of the others exactly once, without a lock. Only the last turns of a call that ends run on the thread that ends it
/// (<see cref="RtpSession.Stop"/>), perhaps beside the clock's: another leg may then hear one slot of it that is half the one before, and no more than
/// that. A turn allocates nothing. Legs join and leave from any thread; they fade in and out over one slot, so that nobody hears a click.
/// </remarks>
public sealed class CallMixer
{
    /// <summary>More than this many people do not understand one another on a telephone.</summary>
    public const int MostLegs = 8;

    private const int SlotLength = Concealment.FrameLength;

    private readonly Lock _membership = new();
    private Leg[] _legs = [];

    /// <summary>Adds a leg; its first turn fades it in.</summary>
    /// <param name="voice">
    /// Who speaks and listens at this leg beside its far side, such as a robot at the citizen's: it hears the far side alone, and everybody hears
    /// it. Null for nobody.
    /// </param>
    /// <exception cref="InvalidOperationException">There are <see cref="MostLegs"/> already.</exception>
    public Leg Join(ICallAudio? voice = null)
    {
        lock (_membership)
        {
            Leg[] present = Array.FindAll(_legs, leg => !leg.HasLeft);
            var number = Enumerable.Range(0, MostLegs + 1).First(n => !Array.Exists(present, leg => leg.Number == n));
            if (number == MostLegs) throw new InvalidOperationException("The mixer is full.");
            var joined = new Leg(this, number, voice);
            Volatile.Write(ref _legs, [.. present, joined]);
            return joined;
        }
    }

    /// <summary>One call's end of the mixer.</summary>
    public sealed class Leg : ICallAudio
    {
        private readonly CallMixer _mixer;
        private readonly ICallAudio? _voice;
        private readonly short[] _contribution = new short[SlotLength];
        private readonly int[] _mix = new int[SlotLength];
        private int _fadedAt;
        private bool _began;
        private bool _ended;
        private volatile bool _left;

        internal Leg(CallMixer mixer, int number, ICallAudio? voice) => (_mixer, Number, _voice) = (mixer, number, voice);

        internal int Number { get; }

        internal bool HasLeft => _left;

        /// <summary>
        /// Takes the leg out, from any thread. The others hear its last slot fade; the leg itself, if its call goes on, hears the others fade, and
        /// then only its own voice.
        /// </summary>
        public void Leave() => _left = true;

        /// <inheritdoc/>
        public void EarlyMedia(ReadOnlySpan<byte> heard, FrameOrigin origin) => _voice?.EarlyMedia(heard, origin);

        /// <inheritdoc/>
        public void Digit(char key) => _voice?.Digit(key);

        /// <inheritdoc/>
        public void Exchange(ReadOnlySpan<byte> heard, FrameOrigin origin, Span<byte> toSend)
        {
            _voice?.Exchange(heard, origin, toSend);
            if (_ended) return;
            _ended = _left;
            Array.Clear(_mix);
            foreach (var other in Volatile.Read(ref _mixer._legs))
                if (!ReferenceEquals(other, this)) other.AddTo(_mix, Number);
            var fadeIn = !_began;
            _began = true;
            for (var i = 0; i < SlotLength; i++)
            {
                var said = _voice is null ? 0 : G711.DecodeALaw(toSend[i]);
                var others = fadeIn ? _mix[i] * i / SlotLength : _ended ? _mix[i] * (SlotLength - 1 - i) / SlotLength : _mix[i];
                toSend[i] = G711.EncodeALaw(Saturate(others + said));
                if (_ended) continue;
                var mine = G711.DecodeALaw(heard[i]) + said;
                _contribution[i] = Saturate(fadeIn ? mine * i / SlotLength : mine);
            }
        }

        private static short Saturate(int sample) => (short)Math.Clamp(sample, short.MinValue, short.MaxValue);

        /// <summary>
        /// Adds what this leg says to what a listener hears. After it has left each listener hears once more its last slot, backwards and fading: that
        /// goes on from the last sample without a step.
        /// </summary>
        private void AddTo(int[] mix, int listener)
        {
            if (!_left)
            {
                for (var i = 0; i < SlotLength; i++) mix[i] += _contribution[i];
                return;
            }

            var bit = 1 << listener;
            if ((_fadedAt & bit) != 0) return;
            _fadedAt |= bit;
            for (var i = 0; i < SlotLength; i++) mix[i] += _contribution[SlotLength - 1 - i] * (SlotLength - 1 - i) / SlotLength;
        }
    }
}
