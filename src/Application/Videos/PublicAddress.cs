namespace VideoChat.Application.Videos;

/// <summary>The address under which the client that asks reaches us, without a slash at its end.</summary>
/// <param name="BaseUrl"><c>https://chat.example.com</c>; a path may follow.</param>
public sealed record PublicAddress(string BaseUrl)
{
    /// <summary>Makes a path of ours absolute; what is absolute or null stays.</summary>
    public string? Absolute(string? url) => url is ['/', ..] ? BaseUrl + url : url;
}
