namespace VideoChat.Application.Videos;

/// <summary>The address at which the client reaches this server, without a trailing slash.</summary>
/// <param name="BaseUrl">For example <c>https://chat.example.com</c>; can include a path.</param>
public sealed record PublicAddress(string BaseUrl)
{
    /// <summary>Makes a path absolute; returns an absolute URL or null unchanged.</summary>
    public string? Absolute(string? url) => url is ['/', ..] ? BaseUrl + url : url;
}
