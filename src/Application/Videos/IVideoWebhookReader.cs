namespace VideoChat.Application.Videos;

/// <summary>Verifies and reads webhooks of the video provider.</summary>
public interface IVideoWebhookReader
{
    /// <summary>Returns what the webhook reports about a video, or null if it is of no interest.</summary>
    /// <exception cref="WebhookException">The signature or the body is invalid.</exception>
    VideoNews? Read(ReadOnlyMemory<byte> body, WebhookSignature signature);
}

/// <summary>The signature of a webhook, as the provider sent it; a missing part is null.</summary>
/// <param name="Version">The version of the signature scheme.</param>
/// <param name="Algorithm">The signature algorithm.</param>
/// <param name="Value">The signature of the body.</param>
public sealed record WebhookSignature(string? Version, string? Algorithm, string? Value);

public sealed record VideoNews(Guid VideoId, ProviderVideoStatus Status);

/// <summary>A webhook is rejected. The message is a sentence for the operator who configured it.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="isForged">Whether the signature is invalid (401); otherwise the body is (400).</param>
public sealed class WebhookException(string message, bool isForged) : Exception(message)
{
    public bool IsForged { get; } = isForged;
}
