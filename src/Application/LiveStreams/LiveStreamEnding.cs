using VideoChat.Application.Videos;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.LiveStreams;

/// <summary>Ends a stream here once its provider has ended it: with the reason, and with the video that was recorded from it.</summary>
internal sealed class LiveStreamEnding(ILiveStreamRepository streams, ILiveGateway gateway, IVideoRefreshQueue refreshes)
{
    /// <summary>Adds the end to the unit of work.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="end">Which end: <see cref="LiveStream.End"/> or <see cref="LiveStream.Fail"/>.</param>
    /// <param name="now">The time, UTC.</param>
    /// <returns>What is to be done once the unit of work is saved.</returns>
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
