using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Infrastructure.Webhooks.Sending;

/// <summary>Signs webhooks (Standard Webhooks 1.0, https://www.standardwebhooks.com).</summary>
internal static class WebhookSigner
{
    /// <summary>Returns the value of the header <c>webhook-signature</c>, with one signature per secret.</summary>
    /// <param name="secrets">The secrets, newest first.</param>
    public static string Sign(IEnumerable<string> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")), .. body];
        return string.Join(' ', secrets.Select(
            secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(WebhookSecret.KeyOf(secret), signed))));
    }
}
