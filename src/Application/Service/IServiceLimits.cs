namespace VideoChat.Application.Service;

/// <summary>The limits for clients. The limits of an address and of its frames are null if rate limits are off.</summary>
/// <param name="MessageLength">The maximum length of a message in UTF-16 code units, the unit in which JavaScript counts.</param>
/// <param name="UploadBytes">The maximum size of a video file in bytes.</param>
/// <param name="FrameBytes">The maximum size of a frame that a client sends, in bytes of UTF-8.</param>
/// <param name="ResumeEvents">The maximum number of missed events that a resuming socket receives. If more are missed, it receives <c>resync</c>.</param>
/// <param name="FramesPerSecond">The maximum average number of frames that one socket can send per second; null if unlimited.</param>
/// <param name="FrameBurst">The maximum number of frames that one socket can send in a burst; null if unlimited.</param>
/// <param name="SocketsPerAddress">The maximum number of open sockets of one address; null if unlimited.</param>
/// <param name="RequestsPerWindow">The maximum number of requests of one address within a sliding window; null if unlimited.</param>
/// <param name="WindowSeconds">The length of that window in seconds; null if requests are unlimited.</param>
public sealed record ServiceLimitsDto(
    int MessageLength, long UploadBytes, int FrameBytes, int ResumeEvents,
    int? FramesPerSecond, int? FrameBurst, int? SocketsPerAddress, int? RequestsPerWindow, int? WindowSeconds);

/// <summary>Provides the limits for clients, which are options of several parts.</summary>
public interface IServiceLimits
{
    ServiceLimitsDto Current { get; }
}
