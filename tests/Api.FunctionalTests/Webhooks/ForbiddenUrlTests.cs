using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Webhooks;

/// <summary>With default settings, webhooks cannot reach the server's own network.</summary>
public sealed class ForbiddenUrlTests
{
    private ApiServer _api = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _api = await ApiServer.StartAsync(
        ("Partners__ApiKeys", WebhookServer.HashOf(WebhookServer.Key)),
        ("Webhooks__AllowHttp", "true"),
        ("Webhooks__RetrySeconds", "0"));

    [OneTimeTearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [TestCase("http://127.0.0.1/")]
    [TestCase("http://127.1/")]
    [TestCase("http://0x7f000001/")]
    [TestCase("http://2130706433/")]
    [TestCase("http://0.0.0.0/")]
    [TestCase("http://10.1.2.3/")]
    [TestCase("http://172.31.0.1/")]
    [TestCase("http://192.168.0.1/")]
    [TestCase("http://169.254.169.254/latest/meta-data")]
    [TestCase("http://100.64.0.1/")]
    [TestCase("http://224.0.0.1/")]
    [TestCase("http://255.255.255.255/")]
    [TestCase("http://[::1]/")]
    [TestCase("http://[::]/")]
    [TestCase("http://[fe80::1]/")]
    [TestCase("http://[fd00::1]/")]
    [TestCase("http://[ff02::1]/")]
    [TestCase("http://[::ffff:127.0.0.1]/")]
    [TestCase("http://[::ffff:a9fe:a9fe]/")]
    [TestCase("http://[64:ff9b::7f00:1]/")]
    [TestCase("http://[2002:7f00:1::]/")]
    [TestCase("http://user@partner.example/")]
    [TestCase("http://@partner.example/")]
    [TestCase(" http://partner.example/")]
    [TestCase("http://partner.example/\t")]
    [TestCase("http://partner.example:22/")]
    [TestCase("http://partner.example:6379/")]
    [TestCase("http://partner.example:443/")]
    [TestCase("https://partner.example:80/")]
    [TestCase("https://partner.example/#fragment")]
    [TestCase("gopher://partner.example/")]
    [TestCase("file:///etc/passwd")]
    public async Task Create_WhenTheUrlIsPrivate_Is422(string url)
    {
        using var response = await _api.RequestAsync(HttpMethod.Post, "/webhooks", new { url, events = new[] { "room.created" } });

        await Expect.ValidationErrorsAsync(response, "url");
    }

    [Test]
    public async Task Deliver_WhenANameResolvesToAPrivateAddress_DoesNotConnect()
    {
        var webhook = await _api.CreateWebhookAsync("http://localhost/");

        await _api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");

        var attempt = (await _api.WaitForDeliveryAsync(webhook, "failed")).GetProperty("attempts")[0];
        Assert.That(attempt.Text("error"), Is.EqualTo("The host resolves to a non-public address"));
    }

    [TestCase("Webhooks__AllowHttp", "The URL must be an https URL")]
    [TestCase("Webhooks__AllowPrivateNetworks", "The URL must use port 80 or 8080")]
    public async Task Deliver_WhenItsUrlIsNoLongerAllowed_DoesNotConnect(string setting, string why)
    {
        await using var before = await ApiServer.StartAsync(WebhookServer.Settings);
        var webhook = await before.CreateWebhookAsync(WebhookServer.Receiver.UrlOf($"/{setting}"));
        await before.KillAsync();
        await using var api = await ApiServer.StartAsync([.. WebhookServer.Settings, ("Storage__Path", before.Storage), (setting, "false")]);

        await api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");

        var attempts = (await api.WaitForDeliveryAsync(webhook, "failed")).GetProperty("attempts").EnumerateArray();
        Assert.That(attempts.Select(attempt => attempt.Text("error")), Is.Not.Empty.And.All.EqualTo(why));
        Assert.That(WebhookServer.Receiver.ReceivedAt($"/{setting}"), Is.Empty);
    }
}
