using VideoChat.Application.Videos;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.LiveStreams;

/// <summary>Ends a stream that its provider has ended, and stores the reason and the recording.</summary>
internal sealed class LiveStreamEnding(ILiveStreamRepository streams, ILiveGateway gateway, IVideoRefreshQueue refreshes)
{
    /// <summary>Adds the end of the stream to the unit of work.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="end"><see cref="LiveStream.End"/> or <see cref="LiveStream.Fail"/>.</param>
    /// <param name="now">The current time, UTC.</param>
    /// <returns>An action to run after the unit of work is saved.</returns>
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
            stream, s => end(s, recording.VideoId, reason), s => Video.FromRecording(recording.VideoId, s, now),
            recording.IsLost ? VideoFailure.NotRecorded : null);
        return () => refreshes.Enqueue(recording.VideoId);
    }
}
