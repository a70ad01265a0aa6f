using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using VideoChat.Api.Addresses;
using VideoChat.Api.Security;

namespace VideoChat.Api.FunctionalTests.Security;

[Parallelizable(ParallelScope.All)]
public sealed class OriginPolicyTests
{
    [TestCase("https://chat.example.com", "chat.example.com")]
    [TestCase("http://chat.example.com", "chat.example.com")]
    [TestCase("https://CHAT.example.com", "chat.example.com")]
    [TestCase("https://chat.example.com", "chat.example.com:443")]
    [TestCase("http://localhost:8000", "localhost:8000")]
    [TestCase("http://[::1]:8000", "[::1]:8000")]
    [TestCase("http://127.0.0.1:8000", "127.0.0.1:8000")]
    public void IsAllowed_WhenTheOriginIsTheRequestedHost_IsTrue(string origin, string host)
    {
        Assert.That(IsAllowed(Policy(), origin, host), Is.True);
    }

    [TestCase("https://evil.example.com", "chat.example.com")]
    [TestCase("https://chat.example.com.evil.net", "chat.example.com")]
    [TestCase("https://evilchat.example.com", "chat.example.com")]
    [TestCase("http://localhost:8001", "localhost:8000")]
    [TestCase("http://localhost", "localhost:8000")]
    [TestCase("http://127.0.0.1:8000", "localhost:8000")]
    [TestCase("https://chat.example.com:8443", "chat.example.com")]
    [TestCase("null", "chat.example.com")]
    [TestCase("null", "null")]
    [TestCase("chat.example.com", "chat.example.com")]
    [TestCase("file://", "chat.example.com")]
    [TestCase("https://chat.example.com,https://evil.example.com", "chat.example.com")]
    public void IsAllowed_WhenTheOriginIsForeign_Refuses(string origin, string host)
    {
        Assert.That(IsAllowed(Policy(), origin, host), Is.False);
    }

    [Test]
    public void IsAllowed_WhenThereIsNoOrigin_IsTrue()
    {
        Assert.That(IsAllowed(Policy(), origin: null, "chat.example.com"), Is.True);
    }

    [TestCase("https://public.example.com:8443/base", "https://public.example.com:8443", ExpectedResult = true)]
    [TestCase("https://public.example.com:8443/base", "https://public.example.com", ExpectedResult = false)]
    [TestCase("https://public.example.com", "https://public.example.com", ExpectedResult = true)]
    [TestCase("https://public.example.com", "https://public.example.com:444", ExpectedResult = false)]
    [TestCase("", "https://public.example.com", ExpectedResult = false)]
    public bool IsAllowed_WhenThereIsAPublicBaseUrl_ComparesHostAndPort(string publicBaseUrl, string origin) =>
        IsAllowed(Policy(publicBaseUrl), origin, "internal:8000");

    [TestCase("https://app.example.com", ExpectedResult = true)]
    [TestCase("http://app.example.com", ExpectedResult = false)]
    [TestCase("https://a.example.org", ExpectedResult = true)]
    [TestCase("https://a.b.example.org", ExpectedResult = true)]
    [TestCase("https://example.org", ExpectedResult = false)]
    [TestCase("https://evilexample.org", ExpectedResult = false)]
    [TestCase("https://a.example.org:8443", ExpectedResult = false)]
    public bool IsAllowed_WhenThereAreAllowedOrigins_ComparesThemWhole(string origin) =>
        IsAllowed(
            Policy(build: cors => cors
                .WithOrigins("https://app.example.com", "https://*.example.org")
                .SetIsOriginAllowedToAllowWildcardSubdomains()),
            origin, "internal:8000");

    [TestCase("https://anything.example.com")]
    [TestCase("null")]
    public void IsAllowed_WhenAnyOriginIsAllowed_IsTrue(string origin)
    {
        Assert.That(IsAllowed(Policy(build: cors => cors.AllowAnyOrigin()), origin, "internal:8000"), Is.True);
    }

    private static OriginPolicy Policy(string? publicBaseUrl = null, Action<CorsPolicyBuilder>? build = null)
    {
        var cors = new CorsOptions();
        cors.AddDefaultPolicy(build ?? (_ => { }));
        return new OriginPolicy(Options.Create(cors), Options.Create(new ServerOptions { PublicBaseUrl = publicBaseUrl }));
    }

    private static bool IsAllowed(OriginPolicy policy, string? origin, string host)
    {
        var request = new DefaultHttpContext().Request;
        request.Host = new HostString(host);
        if (origin is not null)
            request.Headers.Origin = origin;
        return policy.IsAllowed(request);
    }
}
