using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoChat.Application.Videos;

namespace VideoChat.Infrastructure.Videos.Bunny;

/// <summary>Reads both formats of a webhook: that of Bunny.net, and the one in the documentation of the original API.</summary>
internal sealed partial class BunnyWebhookReader(IOptions<BunnyOptions> options, ILogger<BunnyWebhookReader> logger)
    : IVideoWebhookReader
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };

    public VideoStatusReport? Read(ReadOnlyMemory<byte> body, WebhookSignature signature)
    {
        if (!string.IsNullOrEmpty(options.Value.ReadOnlyApiKey) && !IsSigned(body.Span, signature))
            throw new WebhookException("The webhook does not carry a valid signature.", isForged: true);

        var webhook = Parse(body);
        if (StatusOf(webhook) is not { } status)
            return null;
        if (!Guid.TryParse(webhook.VideoGuid, out var videoId))
        {
            LogIgnored(logger, "VideoGuid is not a UUID");
            return null;
        }
        return new VideoStatusReport(videoId, status);
    }

    private ProviderVideoStatus? StatusOf(BunnyWebhook webhook)
    {
        if (webhook.Status is not { } number)
            return StatusOf(webhook.EventType!);
        if (webhook.IsLiveStreamWebhook != true)
            return StatusOf((BunnyWebhookStatus)number);
        // The status numbers of live streams are undocumented, so the status of live streams is polled instead.
        LogIgnored(logger, "it concerns a live stream");
        return null;
    }

    private ProviderVideoStatus? StatusOf(BunnyWebhookStatus status)
    {
        switch (status)
        {
            case BunnyWebhookStatus.Queued or BunnyWebhookStatus.Processing or BunnyWebhookStatus.Encoding
                or BunnyWebhookStatus.ResolutionFinished or BunnyWebhookStatus.PresignedUploadFinished:
                return ProviderVideoStatus.Processing;
            case BunnyWebhookStatus.Finished:
                return ProviderVideoStatus.Ready;
            case BunnyWebhookStatus.Failed:
                return ProviderVideoStatus.Failed;
            case BunnyWebhookStatus.PresignedUploadStarted or BunnyWebhookStatus.PresignedUploadFailed:
                // The video has no file yet, because a resumable upload may start and fail several times before it succeeds.
                return ProviderVideoStatus.Empty;
            default:
                LogIgnored(logger, $"status {status:D}");
                return null;
        }
    }

    private ProviderVideoStatus? StatusOf(string eventType)
    {
        switch (eventType)
        {
            case "VideoFileCreated":
                return ProviderVideoStatus.Processing;
            case "VideoFileEncoded":
                return ProviderVideoStatus.Ready;
            default:
                LogIgnored(logger, "unknown event");
                return null;
        }
    }

    private bool IsSigned(ReadOnlySpan<byte> body, WebhookSignature signature)
    {
        if (signature is not { Version: "v1", Algorithm: "hmac-sha256", Value.Length: 2 * HMACSHA256.HashSizeInBytes })
            return false;
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (Convert.FromHexString(signature.Value, given, out _, out _) != System.Buffers.OperationStatus.Done)
            return false;
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.Value.ReadOnlyApiKey!), body, expected);
        return CryptographicOperations.FixedTimeEquals(given, expected);
    }

    private static BunnyWebhook Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<BunnyWebhook>(body.Span, Json) is { VideoGuid: not null } webhook
                && (webhook.Status ?? (object?)webhook.EventType) is not null
                    ? webhook
                    : throw new JsonException();
        }
        catch (JsonException)
        {
            throw new WebhookException(
                "The webhook must be a JSON object with a VideoGuid and either a Status or an EventType.", isForged: false);
        }
    }

    private sealed record BunnyWebhook(string? VideoGuid, long? Status, string? EventType, bool? IsLiveStreamWebhook);

    [LoggerMessage(Level = LogLevel.Information, Message = "Ignored a Bunny.net webhook: {Reason}")]
    private static partial void LogIgnored(ILogger logger, string reason);
}
