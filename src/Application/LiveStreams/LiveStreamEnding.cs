using VideoChat.Application.Videos;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.LiveStreams;

/// <summary>Stores the end of a stream together with its reason and recording.</summary>
internal sealed class LiveStreamEnding(ILiveStreamRepository streams, ILiveGateway gateway, IVideoRefreshQueue refreshes)
{
    /// <summary>Adds the end of the stream to the unit of work.</summary>
    /// <returns>An action that must run after the unit of work is saved.</returns>
    public Action Enlist(LiveStream stream, Func<LiveStream, Guid?, string?, LiveStreamEvent?> end, DateTime now)
    {
        var recording = stream.IsFinal ? null : gateway.FinishRecording(stream.Id, stream.Status == LiveStreamStatus.Live);
        var reason = gateway.ReasonOf(stream.Id);
        if (recording is null)
        {
            streams.Change(stream, s => end(s, null, reason));
            return () => { };
        }
        streams.EndRecorded(
            stream, s => end(s, recording.VideoId, reason), s => s.CreateRecording(recording.VideoId, now),
            recording.IsLost ? VideoFailure.NotRecorded : null);
        return () => refreshes.Enqueue(recording.VideoId);
    }
}
