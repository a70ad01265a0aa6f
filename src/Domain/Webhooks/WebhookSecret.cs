using System.Security.Cryptography;

namespace VideoChat.Domain.Webhooks;

/// <summary>
/// Creates and parses the key that signs an endpoint's webhooks. The key is written as <c>whsec_</c> and base64 (Standard Webhooks
/// 1.0, https://www.standardwebhooks.com).
/// </summary>
public static class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int Bytes = 32;

    public static string Create() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    public static byte[] KeyOf(string secret) => Convert.FromBase64String(secret[Prefix.Length..]);
}
