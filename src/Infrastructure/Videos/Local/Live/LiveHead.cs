using System.Buffers;
using VideoChat.Infrastructure.Videos.Local.Live.Rtmp;

namespace VideoChat.Infrastructure.Videos.Local.Live;

/// <summary>What decoders need before an encoder's first frame, kept because every sequence begins with it.</summary>
internal sealed class LiveHead
{
    private byte[]? _video;
    private byte[]? _audio;

    /// <summary>The metadata announces the track, or no metadata has come.</summary>
    private (bool Video, bool Audio) _announced = (true, true);

    public bool HasVideo => _video is not null;

    /// <summary>Remembers which tracks the metadata announces.</summary>
    public void ReadMetadata(RtmpMessage message)
    {
        var payload = message.Payload.Span;
        var (video, audio) = (payload.IndexOf("videocodecid"u8) >= 0, payload.IndexOf("audiocodecid"u8) >= 0);
        if (video || audio)
            _announced = (video, audio);
    }

    /// <summary>Remembers a track's configuration. True: it is not the one before.</summary>
    public bool Change(bool isVideo, ReadOnlySpan<byte> config)
    {
        ref var known = ref isVideo ? ref _video : ref _audio;
        if (known.AsSpan().SequenceEqual(config))
            return false;
        known = config.ToArray();
        return true;
    }

    /// <summary>The beginning of an FLV file. A reader waits for the tracks that its header announces.</summary>
    public void WriteFile(IBufferWriter<byte> bytes)
    {
        bytes.WriteFileHeader(HasVideo || _announced.Video, _audio is not null || _announced.Audio);
        WriteConfigs(bytes, time: 0);
    }

    public void WriteConfigs(IBufferWriter<byte> bytes, uint time)
    {
        if (_video is not null)
            bytes.WriteTag(RtmpMessageType.Video, time, _video);
        if (_audio is not null)
            bytes.WriteTag(RtmpMessageType.Audio, time, _audio);
    }
}
