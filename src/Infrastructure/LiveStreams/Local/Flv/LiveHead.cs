using System.Buffers;
using VideoChat.Infrastructure.LiveStreams.Local.Rtmp;

namespace VideoChat.Infrastructure.LiveStreams.Local.Flv;

internal sealed class LiveHead
{
    private byte[]? _video;
    private byte[]? _audio;

    /// <summary>Indicates whether the metadata announces each track; true if there is no metadata.</summary>
    private (bool Video, bool Audio) _announced = (true, true);

    public bool HasVideo => _video is not null;

    public void ReadMetadata(RtmpMessage message)
    {
        var payload = message.Payload.Span;
        var (video, audio) = (payload.IndexOf("videocodecid"u8) >= 0, payload.IndexOf("audiocodecid"u8) >= 0);
        if (video || audio)
            _announced = (video, audio);
    }

    public bool Change(bool isVideo, ReadOnlySpan<byte> config)
    {
        ref var known = ref isVideo ? ref _video : ref _audio;
        if (known.AsSpan().SequenceEqual(config))
            return false;
        known = config.ToArray();
        return true;
    }

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
