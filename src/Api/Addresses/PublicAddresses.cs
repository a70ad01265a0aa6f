using Microsoft.Extensions.Options;
using VideoChat.Application.Videos;

namespace VideoChat.Api.Addresses;

internal static class PublicAddresses
{
    /// <summary>Returns <c>PublicBaseUrl</c>, or the address of the request if it is not set.</summary>
    public static PublicAddress PublicAddress(this HttpRequest request)
    {
        var configured = request.HttpContext.RequestServices.GetRequiredService<IOptions<ServerOptions>>().Value.PublicBaseUrl;
        return new PublicAddress(
            string.IsNullOrEmpty(configured) ? $"{request.Scheme}://{request.Host}{request.PathBase}" : configured.TrimEnd('/'));
    }
}
