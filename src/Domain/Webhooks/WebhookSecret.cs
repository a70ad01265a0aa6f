using System.Security.Cryptography;

namespace VideoChat.Domain.Webhooks;

/// <summary>The key that an endpoint's webhooks are signed with (Standard Webhooks 1.0): <c>whsec_</c> and base64.</summary>
public static class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int Bytes = 32;

    public static string Create() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>The bytes that sign: those behind the prefix, decoded.</summary>
    public static byte[] KeyOf(string secret) => Convert.FromBase64String(secret[Prefix.Length..]);
}
