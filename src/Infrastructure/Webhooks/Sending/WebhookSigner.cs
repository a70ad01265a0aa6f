using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Infrastructure.Webhooks.Sending;

/// <summary>
/// Signs webhooks (Standard Webhooks 1.0, https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
/// </summary>
internal static class WebhookSigner
{
    /// <summary>Returns the value of the header <c>webhook-signature</c>, which contains one signature per secret.</summary>
    /// <param name="secrets">The secrets, newest first.</param>
    /// <param name="id">The value of the header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The value of the header <c>webhook-timestamp</c>, in Unix seconds.</param>
    /// <param name="body">The body as it is sent.</param>
    public static string Sign(IEnumerable<string> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")), .. body];
        return string.Join(' ', secrets.Select(
            secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(WebhookSecret.KeyOf(secret), signed))));
    }
}
