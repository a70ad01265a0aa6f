using VideoChat.Domain.Webhooks;

namespace VideoChat.Domain.UnitTests.Webhooks;

/// <summary>Arbitrary valid values for tests.</summary>
internal static class Some
{
    public static WebhookAttempt Attempt(DateTime at, int status) => new(at, 12, status, null, "");
}
