using VideoChat.Api.FunctionalTests.Hosting;

namespace VideoChat.Api.FunctionalTests.Webhooks;

/// <summary>
/// Starts the server with wrong settings of webhooks and partners. The tests run alone, because they set the environment of their
/// process.
/// </summary>
[NonParallelizable]
public sealed class RefusedWebhookSettingsTests
{
    [TestCase("a key as it is")]
    [TestCase("zz23456789012345678901234567890123456789012345678901234567890123")]
    public async Task Start_WhenAKeyIsNoHash_SaysWhichSettingIsWrong(string value)
    {
        var (exitCode, log) = await RefusedStart.RunAsync(("Partners__ApiKeys__0", value));

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(log, Does.Contain("Partners:ApiKeys").And.Contain("sha256sum"));
        Assert.That(log, Does.Not.Contain(value));
    }

    [Test]
    public async Task Start_WhenAKeyIsEmpty_SaysSo()
    {
        var (exitCode, log) = await RefusedStart.RunAsync(("Partners__ApiKeys", WebhookServer.HashOf("a key") + "," + WebhookServer.HashOf("")));

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(log, Does.Contain("Partners:ApiKeys").And.Contain("empty key"));
    }

    [TestCase("Webhooks__RetrySeconds", "0,x", "Webhooks:RetrySeconds")]
    [TestCase("Webhooks__RetrySeconds", "5,300", "Webhooks:RetrySeconds")]
    [TestCase("Webhooks__TimeoutSeconds", "0", "Webhooks:TimeoutSeconds")]
    [TestCase("Webhooks__Concurrency", "0", "Webhooks:Concurrency")]
    public async Task Start_WhenAWebhookSettingIsWrong_SaysWhich(string key, string value, string named)
    {
        var (exitCode, log) = await RefusedStart.RunAsync((key, value));

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(log, Does.Contain(named));
    }
}
