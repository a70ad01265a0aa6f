using VideoChat.Domain.Videos;

namespace VideoChat.Application.Videos;

public static class VideoFailureText
{
    public static string? Of(VideoFailure? failure) => failure switch
    {
        null => null,
        VideoFailure.NoVideoTrack => "The file has no video track.",
        VideoFailure.Damaged => "The file is damaged, or is not a video.",
        VideoFailure.UnsupportedCodec => "The video uses a codec that is not supported.",
        VideoFailure.TooLong => "The video is too long.",
        VideoFailure.TooLarge => "The video is too large when decoded: its picture, its frame rate, or the space that it would take.",
        VideoFailure.TookTooLong => "Processing the video took too long.",
        VideoFailure.Expired => "No file was uploaded in time.",
        VideoFailure.Altered => "The file was damaged on its way. Upload it again.",
        VideoFailure.Lost => "The file is no longer available. Upload it again.",
        VideoFailure.ProviderFailed => "The video could not be processed.",
        VideoFailure.NotRecorded => "The live stream could not be recorded: the server has no room left, or its disk failed.",
        VideoFailure.ServerFailed => "The server could not process the video. Upload it again later.",
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, "No sentence for this failure."),
    };
}
