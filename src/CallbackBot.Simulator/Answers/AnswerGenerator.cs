namespace CallbackBot.Simulator.Answers;

/// <summary>
/// Makes up what comes down a line after an answer, by the distributions of <c>docs/amd.md</c>: the same for the same seed and voices. Times are seconds,
/// levels dBFS while somebody speaks; all are drawn evenly between two bounds.
/// </summary>
public sealed class AnswerGenerator(AnswerVoices voices, int seed)
{
    /// <summary>How much of a call is made up.</summary>
    public const double Seconds = 14;

    private readonly Random _random = new(seed);

    public AnsweredLine Next(AnswerKind kind)
    {
        var language = Chance(0.5) ? "en" : "zh-CN";
        var line = new LineSketch(Seconds, _random);
        if (Chance(0.2)) line.Noise(0, Seconds, line.Between(-72, -64), pink: false);     // an analogue part of the way
        if (kind.IsMachine()) Machine(kind, language, line);
        else Person(kind, language, line);
        var lost = Chance(0.2) ? line.Between(0.005, 0.03) : 0;
        if (kind == AnswerKind.OwnVoice)
            return new AnsweredLine(kind, language, line.Samples(), Math.Pow(10, line.Between(-15, 0) / 20), _random.Next(2, 13), lost, Chance(0.5) ? line.Between(0, 0.02) : 0);
        var echo = Chance(kind.IsMachine() ? 0.05 : 0.1);
        return new AnsweredLine(
            kind, language, line.Samples(),
            echo ? Math.Pow(10, line.Between(-35, -18) / 20) : 0, echo ? _random.Next(2, 13) : 0, lost);
    }

    private void Machine(AnswerKind kind, string language, LineSketch line)
    {
        var voice = Voice(language);
        var level = line.Between(-30, -16);
        line.Pause(0.1, 0.9);
        switch (kind)
        {
            case AnswerKind.VoicemailWithBeep:
                Recorded(line, ownRoom: 0.35, () => Sentences(line, language, voice, "voicemail", level, Chance(0.1) ? 1.5 : line.Between(4, 11), 0.7));
                line.Pause(0.2, 1);
                line.Tone(BeepFrequency(line), line.Between(0.25, 1), line.Between(-24, -12));
                break;
            case AnswerKind.VoicemailWithoutBeep:
                Recorded(line, ownRoom: 0.35, () => Sentences(line, language, voice, "voicemail", level, line.Between(5, 13), 0.7));
                break;
            case AnswerKind.Announcement:
                if (Chance(0.1)) SpecialTones(line);
                Recorded(line, ownRoom: 0, () => Announcements(line, language, voice, level));
                break;
            case AnswerKind.Assistant:
                Recorded(line, ownRoom: 0, () => Sentences(line, language, voice, "assistant", level, line.Between(5, 11), 0.6));
                break;
            default:
                Fax(line);
                break;
        }
    }

    private void Person(AnswerKind kind, string language, LineSketch line)
    {
        var voice = Voice(language);
        var level = line.Between(-32, -16);
        // Three phones of four let the room be heard; the others take it away.
        if (Chance(0.75)) line.Noise(0, Seconds, line.Between(-62, Math.Min(-42, level - 15)), Chance(0.7));
        if (kind == AnswerKind.Television) Television(line, language, level);
        if (kind == AnswerKind.OwnVoice && Chance(0.5)) return;
        line.Pause(0.2, 1.5);
        switch (kind)
        {
            case AnswerKind.AnswersLong:
                Within(line, language, voice, level, 2.5, 4.3, 0.2, 0.7);
                break;
            case AnswerKind.GreetsForFourSeconds:
                Within(line, language, voice, level, 3.7, 4.3, 0.1, 0.3);
                break;
            case AnswerKind.TwoPeople:
                TwoPeople(line, language, voice, level);
                break;
            case AnswerKind.HelloHello:
                for (var i = _random.Next(2, 5); i > 0; i--)
                {
                    Say(line, language, voice, "hello", level);
                    line.Pause(0.5, 1.6);
                }

                break;
            case AnswerKind.SilenceFirst:
                line.Pause(2, 5);
                Say(line, language, voice, "hello", level);
                break;
            default:
                Say(line, language, voice, "hello", level);
                break;
        }

        // Half of them ask again what this is.
        line.Pause(1.2, 4);
        if (Chance(0.5)) Say(line, language, voice, "hello", level);
    }

    /// <summary>A file that is played: with its own room, if it has one, only while it plays.</summary>
    private void Recorded(LineSketch line, double ownRoom, Action file)
    {
        var from = line.Now;
        if (Chance(ownRoom)) line.Pause(0.05, 0.4);
        else from = -1;
        file();
        if (from >= 0) line.Noise(from, line.Now + line.Between(0, 0.3), line.Between(-60, -45), pink: true);
    }

    private void Sentences(LineSketch line, string language, string voice, string about, double level, double length, double longestPause)
    {
        var end = line.Now + length;
        var texts = voices.Texts(language, about);
        for (var at = _random.Next(2); ; line.Pause(0.15, longestPause))
        {
            line.Say(voices.Say(voice, texts[at++ % texts.Count]), level);
            if (line.Now >= end) return;
        }
    }

    /// <summary>Half of them in both languages, over and over.</summary>
    private void Announcements(LineSketch line, string language, string voice, double level)
    {
        var other = language == "en" ? "zh-CN" : "en";
        var (first, second) = (_random.Next(5), _random.Next(5));
        var both = Chance(0.5) ? Voice(other) : null;
        while (!line.IsFull)
        {
            line.Say(voices.Say(voice, voices.Texts(language, "announcement")[first]), level);
            line.Pause(0.2, 0.8);
            if (both is null) continue;
            line.Say(voices.Say(both, voices.Texts(other, "announcement")[second]), level);
            line.Pause(0.2, 0.8);
        }
    }

    private static void SpecialTones(LineSketch line)
    {
        foreach (var tone in new[] { 950, 1400, 1800 })
        {
            line.Tone(tone, 0.33, -16);
            line.Pause(0, 0.03);
        }

        line.Pause(0.2, 0.6);
    }

    /// <summary>Six in ten answer as T.30 says, two with V.8's tone, one with flags at once, one calls itself.</summary>
    private void Fax(LineSketch line)
    {
        var level = line.Between(-28, -12);
        line.Pause(0, 1.5);
        var how = _random.NextDouble();
        if (how > 0.9)
        {
            while (!line.IsFull)
            {
                line.Tone(1100 + line.Between(-30, 30), line.Between(0.44, 0.56), level);
                line.Pause(2.9, 3.1);
            }

            return;
        }

        if (how < 0.8)
        {
            line.Tone(2100 + line.Between(-12, 12), line.Between(2.6, 4), level, turnsPhase: how > 0.6);
            line.Pause(0.06, 0.09);
        }

        while (!line.IsFull)
        {
            line.Tone(1850, line.Between(0.95, 1.2), level, other: 1650);
            line.Pause(2.5, 3.5);
        }
    }

    private void TwoPeople(LineSketch line, string language, string voice, double level)
    {
        var end = line.Now + 4.4;
        var other = Voice(language);
        var behind = line.Between(0, 18);
        for (var turn = _random.Next(3, 6); turn > 0; turn--)
        {
            var near = turn % 2 == 1;
            var speech = Pick(language, near ? voice : other, turn == 1 ? "hello" : "aside");
            if (line.Now + (speech.Length / (double)LineSketch.Rate) > end) return;
            line.Say(speech, near ? level : level - behind);
            line.Pause(0.1, 0.9);
        }
    }

    /// <summary>Someone speaks all the time, 20 to 30 dB behind.</summary>
    private void Television(LineSketch line, string language, double level)
    {
        var voice = Voice(language);
        line.Behind(() =>
        {
            var loud = level - line.Between(20, 30);
            while (!line.IsFull)
            {
                line.Say(Pick(language, voice, "television"), loud);
                line.Pause(0.2, 0.6);
            }
        });
    }

    /// <summary>Phrases one after the other as long as they fit, at least the shortest length.</summary>
    private void Within(LineSketch line, string language, string voice, double level, double shortest, double longest, double pauseFrom, double pauseTo)
    {
        var begin = line.Now;
        for (var tries = 0; line.Now - begin < shortest && tries < 60; tries++)
        {
            var speech = Pick(language, voice, "long");
            var pause = line.Now > begin ? line.Between(pauseFrom, pauseTo) : 0;
            if (line.Now + pause + (speech.Length / (double)LineSketch.Rate) - begin > longest) continue;
            line.Pause(pause, pause);
            line.Say(speech, level);
        }
    }

    private double BeepFrequency(LineSketch line)
    {
        var frequency = line.Between(380, 2000);
        return Math.Abs(frequency - 450) < 30 ? 1000 : frequency;
    }

    private void Say(LineSketch line, string language, string voice, string about, double level) => line.Say(Pick(language, voice, about), level);

    private short[] Pick(string language, string voice, string about)
    {
        var texts = voices.Texts(language, about);
        return voices.Say(voice, texts[_random.Next(texts.Count)]);
    }

    private string Voice(string language)
    {
        var names = voices.Names[language];
        return names[_random.Next(names.Length)];
    }

    private bool Chance(double share) => _random.NextDouble() < share;
}
