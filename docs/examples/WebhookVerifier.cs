using System.Globalization;
using System.Security.Cryptography;
using System.Text;

public static class WebhookVerifier
{
    /// <summary>Whether a webhook is genuine and recent. The body is the raw one, before any parsing.</summary>
    public static bool Verify(
        string secret, string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body, int toleranceSeconds = 300)
    {
        if (id is null || signatures is null
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - seconds) > toleranceSeconds)
            return false;

        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var expected = Encoding.UTF8.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
        return signatures.Split(' ').Any(
            signature => CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(signature)));
    }
}
