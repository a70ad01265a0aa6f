using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Health;

[Parallelizable(ParallelScope.All)]
public sealed class HealthTests(Column column) : OnEachServer(column)
{
    [Test]
    public async Task Health_WhenTheDatabaseAnswers_HasTheDocumentedBody()
    {
        using var response = await Api.GetAsync("/health");

        var health = await response.ReadJsonAsync();
        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(health.Text("status"), Is.EqualTo("healthy"));
            Assert.That(health.Text("version"), Is.EqualTo("2.0.0"));
            Assert.That(health.Text("environment"), Is.EqualTo("production"));
        });
    }

    [Test]
    public async Task Health_WhenTheDatabaseAnswers_SaysHowThePartsAre()
    {
        var services = (await Api.GetJsonAsync("/health")).GetProperty("services");

        Assert.Multiple(() =>
        {
            Assert.That(services.Text("api"), Is.EqualTo("running"));
            Assert.That(services.Text("websocket"), Is.EqualTo("running"));
            Assert.That(services.Text("bunny_stream"), Is.EqualTo("disabled"));
            Assert.That(services.Text("database"), Is.EqualTo("up"));
            Assert.That(services.Text("backplane"), Is.EqualTo(Column == Column.Sqlite ? "in_process" : "up"));
            Assert.That(services.Text("video"), Is.AnyOf("local", "disabled"));
        });
    }

    [TestCase("/health")]
    [TestCase("/health/live")]
    [TestCase("/health/ready")]
    public async Task Health_WhenRequestedWithHead_AnswersWithoutABody(string path)
    {
        using var response = await Api.SendAsync(HttpMethod.Head, path);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.Empty);
    }

    [TestCase("/health/live", "alive")]
    [TestCase("/health/ready", "ready")]
    public async Task Probe_WhenAllIsWell_SaysSo(string path, string status)
    {
        var probe = await Api.GetJsonAsync(path);

        Assert.That(probe.Text("status"), Is.EqualTo(status));
    }
}
