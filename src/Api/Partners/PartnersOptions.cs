using System.ComponentModel.DataAnnotations;

namespace VideoChat.Api.Partners;

/// <summary>Configuration section <c>Partners</c>.</summary>
internal sealed class PartnersOptions : IValidatableObject
{
    public const string Section = "Partners";

    private const int HashLength = 64;

    /// <summary>The hash of an empty key, for example of an unset variable.</summary>
    private const string HashOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>
    /// The SHA-256 of each API key that may manage webhooks, in hexadecimal, so that the configuration reveals no key. An array, or one
    /// text with commas. If none is configured, management responds with 403; existing webhooks are still delivered.
    /// </summary>
    public IReadOnlyList<string> ApiKeys { get; set; } = [];

    /// <summary>The decoded hashes.</summary>
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
