using Microsoft.Extensions.Options;
using VideoChat.Api.Addresses;

namespace VideoChat.Api.FunctionalTests.Http;

[Parallelizable(ParallelScope.All)]
public sealed class ServedHostsTests
{
    [TestCase("localhost:8000", ExpectedResult = true)]
    [TestCase("LOCALHOST", ExpectedResult = true)]
    [TestCase("127.0.0.1:1", ExpectedResult = true)]
    [TestCase("[::1]:8000", ExpectedResult = true)]
    [TestCase("evil.example:8000", ExpectedResult = false)]
    [TestCase("evil.example.:8000", ExpectedResult = false)]
    [TestCase("localhost.evil.example:8000", ExpectedResult = false)]
    [TestCase("evil.localhost.example:8000", ExpectedResult = false)]
    [TestCase("local.example:8000", ExpectedResult = false)]
    public bool Contains_WhenOnlyThisMachineCanConnect_RefusesPublicNames(string host) => Contains(host, new());

    [TestCase("chat.example.com")]
    [TestCase("chat.example.com:443")]
    [TestCase("chat.example.com:8443")]
    public void Contains_WhenAnUnknownProxyUsesItsNameAndPort_ServesThem(string host)
    {
        Assert.That(Contains(host, new()), Is.True);
        Assert.That(Contains(host, new() { PublicBaseUrl = "https://other.example.com" }, "http://*:8000"), Is.True);
    }

    [TestCase("192.0.2.1:8000")]
    [TestCase("[2001:db8::1]:8000")]
    [TestCase("videochat:8000")]
    [TestCase("videochat.localhost:8000")]
    [TestCase("videochat.default.svc.cluster.local:8000")]
    public void Contains_WhenTheNameIsNotPublic_ServesIt(string host)
    {
        Assert.That(Contains(host, new()), Is.True);
        Assert.That(Contains(host, new() { PublicBaseUrl = "https://chat.example.com" }, "http://*:8000"), Is.True);
        Assert.That(Contains(host, new() { AllowedHosts = "chat.example.com" }, "http://*:8000"), Is.False);
    }

    [TestCase("http://localhost:80", false, 80, ExpectedResult = false)]
    [TestCase("http://localhost:80", true, 80, ExpectedResult = true)]
    [TestCase("https://localhost:443", true, 443, ExpectedResult = false)]
    [TestCase("http://localhost:8000", false, 8000, ExpectedResult = true)]
    public bool Contains_WhenTheHostNamesNoPort_TakesThatOfTheScheme(string url, bool isHttps, int ownPort) =>
        Create(new(), url, "").Contains(HostCheck.Parse("evil.example")!, isHttps, ownPort);

    [TestCase("chat.example.com", ExpectedResult = true)]
    [TestCase("CHAT.example.com:8443", ExpectedResult = true)]
    [TestCase("localhost:8000", ExpectedResult = true)]
    [TestCase("chat.example.com:8000", ExpectedResult = true)]
    [TestCase("evil.example:8000", ExpectedResult = false)]
    public bool Contains_WhenThereIsAPublicBaseUrl_HasItsHostAndTheMachinesNames(string host) =>
        Contains(host, new() { PublicBaseUrl = "https://chat.example.com" }, "http://*:8000");

    [TestCase("chat.example.org", ExpectedResult = true)]
    [TestCase("a.b.example.net", ExpectedResult = true)]
    [TestCase("xn--bcher-kva.example", ExpectedResult = true)]
    [TestCase("[2001:db8::1]:8000", ExpectedResult = true)]
    [TestCase("chat.example.com", ExpectedResult = true)]
    [TestCase("127.0.0.1", ExpectedResult = true)]
    [TestCase("example.net", ExpectedResult = false)]
    [TestCase("evilexample.net", ExpectedResult = false)]
    [TestCase("evil.example", ExpectedResult = false)]
    public bool Contains_WhenHostsAreAllowed_HasThemToo(string host) => Contains(
        host,
        new() { PublicBaseUrl = "https://chat.example.com", AllowedHosts = "chat.example.org; *.example.net;bücher.example;[2001:db8::1]" },
        "http://*:8000");

    [TestCase("http://*:8000", "", "")]
    [TestCase("http://192.0.2.1:8000", "", "")]
    [TestCase("http://unix:/run/videochat.sock", "", "")]
    [TestCase("http://localhost:8000", "127.0.0.1", "")]
    [TestCase("http://localhost:8000", "", "*")]
    public void Contains_WhenNoNamesAreConfigured_ServesAny(string url, string proxy, string allowed)
    {
        Assert.That(Contains("anything.example", new() { AllowedHosts = allowed }, url, proxy), Is.True);
    }

    [TestCase("chat.example.com", ExpectedResult = true)]
    [TestCase("*", ExpectedResult = true)]
    [TestCase("https://chat.example.com", ExpectedResult = false)]
    [TestCase("chat.example.com:8000", ExpectedResult = false)]
    [TestCase("chat.example.com:80", ExpectedResult = false)]
    [TestCase("a.*.example.com", ExpectedResult = false)]
    [TestCase("a b", ExpectedResult = false)]
    public bool IsPattern_Always_AcceptsOnlyNamesWithoutSchemeOrPort(string text) => ServedHosts.IsPattern(text);

    private static bool Contains(string host, ServerOptions server, string url = "http://localhost:8000", string proxy = "") =>
        Create(server, url, proxy).Contains(HostCheck.Parse(host)!, isHttps: false, ownPort: 8000);

    private static ServedHosts Create(ServerOptions server, string url, string proxy)
    {
        server.Addresses = [("ASPNETCORE_URLS", url)];
        var proxies = new ReverseProxyOptions { TrustedProxies = proxy.Length == 0 ? [] : [proxy] };
        return new ServedHosts(Options.Create(server), Options.Create(proxies));
    }
}
