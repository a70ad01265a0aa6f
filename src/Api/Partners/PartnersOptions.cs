using System.ComponentModel.DataAnnotations;

namespace VideoChat.Api.Partners;

/// <summary>Configuration section <c>Partners</c>.</summary>
internal sealed class PartnersOptions : IValidatableObject
{
    public const string Section = "Partners";

    private const int HashLength = 64;

    /// <summary>The hash of an empty text, which an unset variable leads to.</summary>
    private const string HashOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>
    /// The API keys that may manage webhooks, each as its SHA-256 in hexadecimal, so that the configuration gives no key away.
    /// An array, or one text with commas. If none is configured, management answers 403 and existing endpoints are still served.
    /// </summary>
    public IReadOnlyList<string> ApiKeys { get; set; } = [];

    /// <summary>The hashes, decoded.</summary>
    public IReadOnlyList<byte[]> Hashes => [.. ApiKeys.Select(Convert.FromHexString)];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!ApiKeys.All(text => text.Length == HashLength && text.All(char.IsAsciiHexDigit)))
        {
            yield return new ValidationResult(
                $"must be the SHA-256 of each key, {HashLength} hexadecimal digits (printf %s KEY | sha256sum)", [nameof(ApiKeys)]);
        }
        else if (ApiKeys.Contains(HashOfNothing, StringComparer.OrdinalIgnoreCase))
            yield return new ValidationResult("has the SHA-256 of an empty key, which lets nobody in", [nameof(ApiKeys)]);
    }
}
