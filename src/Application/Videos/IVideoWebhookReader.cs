namespace VideoChat.Application.Videos;

/// <summary>Reads what the provider sends without being asked.</summary>
public interface IVideoWebhookReader
{
    /// <summary>What the webhook says of a video; null where it says nothing that concerns us.</summary>
    /// <exception cref="WebhookException">It is not the provider's, or cannot be read.</exception>
    VideoNews? Read(ReadOnlyMemory<byte> body, WebhookSignature signature);
}

/// <summary>What came with a webhook as proof of its sender, as the provider wrote it; null if it was missing.</summary>
/// <param name="Version">The version of the signature's scheme.</param>
/// <param name="Algorithm">The name of its algorithm.</param>
/// <param name="Value">The signature of the body.</param>
public sealed record WebhookSignature(string? Version, string? Algorithm, string? Value);

public sealed record VideoNews(Guid VideoId, ProviderVideoStatus Status);

/// <summary>A webhook that is refused. The message is a sentence for whoever set it up.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="isForged">It is not signed as it must be (401); else it cannot be read (400).</param>
public sealed class WebhookException(string message, bool isForged) : Exception(message)
{
    public bool IsForged { get; } = isForged;
}
