namespace VideoChat.Application.Videos;

/// <summary>The address at which the client reaches this server.</summary>
/// <param name="BaseUrl">The base URL without a trailing slash, such as <c>https://chat.example.com/api</c>.</param>
public sealed record PublicAddress(string BaseUrl)
{
    /// <summary>Makes a path absolute. An absolute URL and null are returned unchanged.</summary>
    public string? Absolute(string? url) => url is ['/', ..] ? BaseUrl + url : url;
}
