using CallbackBot.Telephony.Audio;

namespace CallbackBot.Recordings;

/// <summary>The files of one attempt. Used by the writer's loop only; the first failure is kept and ends the writing.</summary>
internal sealed class RecordingFiles(string folder, string name)
{
    private readonly byte[] _silence = Enumerable.Repeat(G711.ALawSilence, 2 * AudioBlock.SlotLength).ToArray();
    private WavWriter? _early;
    private WavWriter? _call;
    private int _lostSlots;
    private string? _problem;

    /// <summary>Relative to the recordings folder; null until there is audio of an answered call.</summary>
    public string? WavPath { get; private set; }

    /// <summary>Relative to the recordings folder; null until there is early media.</summary>
    public string? EarlyPath { get; private set; }

    /// <summary>Absolute.</summary>
    public string TimelinePath => Path.Combine(folder, name + ".json");

    public void Write(AudioBlock block)
    {
        if (_problem is not null) return;
        try
        {
            var wav = block.Early ? _early ??= Open(".early.wav", channels: 1) : _call ??= Open(".wav", channels: 2);
            Fill(block.LostBefore);
            wav.Write(block.Data);
        }
        catch (Exception failed) when (IsOfTheDisk(failed))
        {
            _problem = Explain(failed);
        }
    }

    /// <summary>Closes both files.</summary>
    /// <returns>What went wrong, or null.</returns>
    public string? Complete(int lostAtEnd)
    {
        if (_problem is null) Guard(() => Fill(lostAtEnd));
        EarlyPath = Close(_early, ".early.wav");
        WavPath = Close(_call, ".wav");
        if (_problem is null && _lostSlots > 0)
            return $"{_lostSlots * 20} ms of the recording are silence: the disk did not keep up; use a faster one or fewer lines";
        return _problem;
    }

    public static string Explain(Exception failure) =>
        $"the recording could not be written ({failure.Message}): free disk space or make the recordings folder writable";

    private WavWriter Open(string suffix, int channels)
    {
        var path = Path.Combine(folder, name + suffix);
        PrivateFile.CreateFolder(Path.GetDirectoryName(path)!);
        return new WavWriter(path, channels);
    }

    private void Fill(int slots)
    {
        for (var i = 0; i < slots; i++) _call?.Write(_silence);
        _lostSlots += slots;
    }

    private string? Close(WavWriter? wav, string suffix)
    {
        if (wav is null) return null;
        Guard(wav.Complete);
        // Closing writes what is still buffered: on a full disk it fails again.
        Guard(wav.Dispose);
        Guard(() => File.Delete(Path.Combine(folder, name + suffix + WavWriter.PartialSuffix)));
        return File.Exists(Path.Combine(folder, name + suffix)) ? name + suffix : null;
    }

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception failed) when (IsOfTheDisk(failed))
        {
            _problem ??= Explain(failed);
        }
    }

    private static bool IsOfTheDisk(Exception failed) => failed is IOException or UnauthorizedAccessException;
}
