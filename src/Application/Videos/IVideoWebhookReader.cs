namespace VideoChat.Application.Videos;

public interface IVideoWebhookReader
{
    /// <summary>Returns the video and its reported status; null if the webhook reports something else.</summary>
    /// <exception cref="WebhookException">The signature or the body is invalid.</exception>
    VideoStatusReport? Read(ReadOnlyMemory<byte> body, WebhookSignature signature);
}

/// <summary>The signature of a webhook. A part that the request does not contain is null.</summary>
public sealed record WebhookSignature(string? Version, string? Algorithm, string? Value);

public sealed record VideoStatusReport(Guid VideoId, ProviderVideoStatus Status);

/// <summary>The exception that is thrown when a webhook is rejected. The message is for the operator.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="isForged">Whether the signature is invalid (401). Otherwise the body is invalid (400).</param>
public sealed class WebhookException(string message, bool isForged) : Exception(message)
{
    public bool IsForged { get; } = isForged;
}
