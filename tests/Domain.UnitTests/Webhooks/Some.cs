using VideoChat.Domain.Webhooks;

namespace VideoChat.Domain.UnitTests.Webhooks;

/// <summary>Things that are good enough for a test that asks for any.</summary>
internal static class Some
{
    public static WebhookAttempt Attempt(DateTime at, int status) => new(at, 12, status, null, "");
}
