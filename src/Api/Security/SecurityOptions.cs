using System.ComponentModel.DataAnnotations;

namespace VideoChat.Api.Security;

/// <summary>Configuration section <c>Security</c>.</summary>
internal sealed class SecurityOptions
{
    public const string Section = "Security";

    /// <summary>
    /// How long a browser that came over https is to come by nothing else (<c>Strict-Transport-Security</c>); 0: it is not told.
    /// </summary>
    [Range(0, 63_072_000)]
    public int HstsSeconds { get; set; } = 31_536_000;
}
