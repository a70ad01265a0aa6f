using System.ComponentModel.DataAnnotations;
using VideoChat.Api.Configuration;

namespace VideoChat.Api.Security;

internal sealed class SecurityOptions : ISettingsNotes
{
    public const string Section = "Security";

    /// <summary>The <c>max-age</c> of <c>Strict-Transport-Security</c> in seconds; 0 omits the header.</summary>
    [Range(0, 63_072_000)]
    public int HstsSeconds { get; set; } = 31_536_000;

    IEnumerable<string> ISettingsNotes.ListOff() => HstsSeconds == 0 ? ["HSTS (Security:HstsSeconds)"] : [];
}
