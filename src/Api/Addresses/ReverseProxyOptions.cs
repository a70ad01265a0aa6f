using System.ComponentModel.DataAnnotations;
using System.Net;

namespace VideoChat.Api.Addresses;

internal sealed class ReverseProxyOptions : IValidatableObject
{
    public const string Section = "ReverseProxy";

    /// <summary>The addresses or networks, such as <c>10.0.0.0/8</c>, whose <c>X-Forwarded-*</c> headers are trusted.</summary>
    public IReadOnlyList<string> TrustedProxies { get; set; } = [];

    /// <summary>The trusted proxies as networks. A single address becomes a network of one address.</summary>
    public IEnumerable<IPNetwork> Networks => TrustedProxies.Select(text =>
        IPAddress.TryParse(text, out var address)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : IPNetwork.Parse(text));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var text in TrustedProxies)
        {
            if (!IPAddress.TryParse(text, out _) && !IPNetwork.TryParse(text, out _))
                yield return new ValidationResult($"'{text}' is neither an address nor a network", [nameof(TrustedProxies)]);
            else if (IPNetwork.TryParse(text, out var network) && network.PrefixLength == 0)
                yield return new ValidationResult(
                    $"'{text}' lets every client choose its own address, and thereby evade its limits; name the proxies", [nameof(TrustedProxies)]);
        }
    }
}
