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
}
