using System.ComponentModel.DataAnnotations;
using VideoChat.Api.Configuration;

namespace VideoChat.Api.Partners;

internal sealed class PartnersOptions : IValidatableObject, ISettingsNotes
{
    public const string Section = "Partners";

    private const int HashLength = 64;

    /// <summary>The SHA-256 of an empty key. An unset variable can produce it.</summary>
    private const string HashOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>
    /// The SHA-256 hashes, in hexadecimal, of the API keys that may manage webhooks. The setting is an array or a string separated
    /// by commas. If the list is empty, management requests are rejected with 403.
    /// </summary>
    public IReadOnlyList<string> ApiKeys { get; set; } = [];

    public IReadOnlyList<byte[]> Hashes => [.. ApiKeys.Select(Convert.FromHexString)];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!ApiKeys.All(text => text.Length == HashLength && text.All(char.IsAsciiHexDigit)))
        {
            yield return new ValidationResult(
                $"must be the SHA-256 of each key, {HashLength} hexadecimal digits (printf %s KEY | sha256sum)", [nameof(ApiKeys)]);
        }
        else if (ApiKeys.Contains(HashOfNothing, StringComparer.OrdinalIgnoreCase))
            yield return new ValidationResult("contains the SHA-256 of an empty key, which is never accepted", [nameof(ApiKeys)]);
    }

    IEnumerable<string> ISettingsNotes.ListOff() => ApiKeys.Count == 0 ? ["webhook management (Partners:ApiKeys)"] : [];
}
