using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Webhooks;

[Parallelizable(ParallelScope.All)]
public sealed class PartnerKeyTests
{
    private static readonly string[] Wrong =
    [
        "", "Bearer", "Bearer ", "Bearer wrong", "Basic " + WebhookServer.Key, WebhookServer.Key,
        "Bearer " + WebhookServer.HashOf(WebhookServer.Key), "Bearer " + WebhookServer.Key + "!",
    ];

    [TestCaseSource(nameof(Wrong))]
    public async Task Any_WhenTheKeyIsMissingOrWrong_Is401(string authorization)
    {
        foreach (var (method, path) in new[] { (HttpMethod.Get, "/webhooks"), (HttpMethod.Post, "/webhooks"), (HttpMethod.Get, "/webhooks/x") })
        {
            using var response = await WebhookServer.Api.SendAsync(method, path, "not even JSON", ("Authorization", authorization));

            await Expect.ProblemAsync(response, HttpStatusCode.Unauthorized);
            Assert.That(response.Headers.WwwAuthenticate.Single().Scheme, Is.EqualTo("Bearer"));
        }
    }

    [Test]
    public async Task Any_WhenNoKeyIsConfigured_Is403AndNamesTheSetting()
    {
        foreach (var headers in new (string, string)[][] { [], [("Authorization", "Bearer x")] })
        {
            using var response = await SharedServer.Api.SendAsync(HttpMethod.Get, "/webhooks", null, headers);

            var problem = await Expect.ProblemAsync(response, HttpStatusCode.Forbidden);
            Assert.That(problem.Text("detail"), Does.Contain("Partners:ApiKeys").And.Contain("still delivered"));
        }
    }

    [TestCase("a key as it is")]
    [TestCase("zz23456789012345678901234567890123456789012345678901234567890123")]
    public async Task Start_WhenAKeyIsNoHash_SaysWhichSettingIsWrong(string value)
    {
        var (exitCode, log) = await ApiServer.StartFailingAsync(("Partners__ApiKeys__0", value));

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(log, Does.Contain("Partners:ApiKeys").And.Contain("sha256sum"));
        Assert.That(log, Does.Not.Contain(value));
    }

    [Test]
    public async Task Start_WhenAKeyIsEmpty_SaysSo()
    {
        var (exitCode, log) = await ApiServer.StartFailingAsync(("Partners__ApiKeys", WebhookServer.HashOf("a key") + "," + WebhookServer.HashOf("")));

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(log, Does.Contain("Partners:ApiKeys").And.Contain("empty key"));
    }

    [TestCase("Webhooks__RetrySeconds", "0,x", "Webhooks:RetrySeconds")]
    [TestCase("Webhooks__RetrySeconds", "5,300", "Webhooks:RetrySeconds")]
    [TestCase("Webhooks__TimeoutSeconds", "0", "Webhooks:TimeoutSeconds")]
    [TestCase("Webhooks__Concurrency", "0", "Webhooks:Concurrency")]
    public async Task Start_WhenAWebhookSettingIsWrong_SaysWhich(string key, string value, string named)
    {
        var (exitCode, log) = await ApiServer.StartFailingAsync((key, value));

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(log, Does.Contain(named));
    }
}
