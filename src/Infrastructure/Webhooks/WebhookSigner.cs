using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Infrastructure.Webhooks;

/// <summary>Signs as Standard Webhooks 1.0 says.</summary>
internal static class WebhookSigner
{
    /// <summary>The header <c>webhook-signature</c>: a signature by each secret.</summary>
    /// <param name="secrets">The secrets, the newest first.</param>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>, Unix seconds.</param>
    /// <param name="body">The body, to the byte.</param>
    public static string Sign(IEnumerable<string> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")), .. body];
        return string.Join(' ', secrets.Select(
            secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(WebhookSecret.KeyOf(secret), signed))));
    }
}
