using VideoChat.Domain.Webhooks;

namespace VideoChat.Domain.UnitTests.Webhooks;

public sealed class WebhookUrlTests
{
    [TestCase("https://partner.example")]
    [TestCase("https://partner.example:8443/hook?a=b")]
    [TestCase("https://1.1.1.1/")]
    [TestCase("https://[2606:4700:4700::1111]/")]
    public void Validate_WhenTheUrlIsPublic_HasNoReason(string url) =>
        Assert.That(WebhookUrl.Validate(url, allowHttp: false, allowPrivate: false), Is.Null);

    [TestCase("", "must be an absolute URL")]
    [TestCase("/hook", "must be an absolute URL")]
    [TestCase("hook", "must be an absolute URL")]
    [TestCase("https://", "must be an absolute URL")]
    [TestCase("https://a b.example", "must be an absolute URL")]
    [TestCase("http://partner.example", "must be an https URL")]
    [TestCase("ftp://partner.example", "must be an https URL")]
    [TestCase("https://user@partner.example", "must not contain a user name or password")]
    [TestCase("https://partner.example/#x", "must not contain a fragment")]
    [TestCase("https://partner.example:80", "must use port 443 or 8443")]
    [TestCase("https://127.0.0.1", "must point to a public address")]
    [TestCase("https://0x7f.1", "must point to a public address")]
    [TestCase("https://[::ffff:10.0.0.1]", "must point to a public address")]
    public void Validate_WhenTheUrlMayNotBeUsed_SaysWhy(string url, string reason) =>
        Assert.That(WebhookUrl.Validate(url, allowHttp: false, allowPrivate: false), Is.EqualTo(reason));

    [Test]
    public void Validate_WhenTheUrlIsTooLong_SaysSo()
    {
        var longest = "https://partner.example/".PadRight(WebhookUrl.MaxLength, 'x');

        Assert.That(WebhookUrl.Validate(longest, allowHttp: false, allowPrivate: false), Is.Null);
        Assert.That(WebhookUrl.Validate(longest + "x", allowHttp: false, allowPrivate: false), Is.EqualTo("must be at most 2048 characters"));
    }

    [TestCase("http://partner.example", null)]
    [TestCase("http://partner.example:8080", null)]
    [TestCase("http://partner.example:443", "must use port 80 or 8080")]
    [TestCase("http://127.0.0.1", "must point to a public address")]
    [TestCase("ftp://partner.example", "must be an https or http URL")]
    public void Validate_WhenHttpIsAllowed_StillChecksTheRest(string url, string? reason) =>
        Assert.That(WebhookUrl.Validate(url, allowHttp: true, allowPrivate: false), Is.EqualTo(reason));

    [TestCase("https://127.0.0.1:1234", null)]
    [TestCase("https://user@127.0.0.1", "must not contain a user name or password")]
    [TestCase("http://127.0.0.1", "must be an https URL")]
    public void Validate_WhenPrivateNetworksAreAllowed_StillChecksTheRest(string url, string? reason) =>
        Assert.That(WebhookUrl.Validate(url, allowHttp: false, allowPrivate: true), Is.EqualTo(reason));
}
