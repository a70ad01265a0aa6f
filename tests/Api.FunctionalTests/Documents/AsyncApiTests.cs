using System.Reflection;
using System.Text.Json.Serialization;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Api.FunctionalTests.Support.Contracts;
using VideoChat.Application.Realtime;
using VideoChat.Application.Serialization;

namespace VideoChat.Api.FunctionalTests.Documents;

[Parallelizable(ParallelScope.All)]
public sealed class AsyncApiTests
{
    [Test]
    public async Task Document_ForTheOfficialParser_IsValidWithoutWarnings()
    {
        var (exitCode, output) = await DocumentTool.RunAsync("check-asyncapi.mjs", "../../src/Api/wwwroot/asyncapi.yaml");

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Contain("18 messages"));
    }

    [Test]
    public async Task Document_WhenRequested_IsServedAsYamlAndFreeOfLimits()
    {
        using var response = await SharedServer.Api.GetAsync("/asyncapi.yaml");

        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/yaml"));
        Assert.That(response.Header("X-RateLimit-Limit"), Is.Null);
        Assert.That(
            await response.Content.ReadAsStringAsync(),
            Is.EqualTo(await File.ReadAllTextAsync(RepositoryFile.Of("src/Api/wwwroot/asyncapi.yaml"))));
    }

    [Test]
    public void Document_Always_HasEveryFrameThatTheServerSends()
    {
        var signals = typeof(RoomFrame).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(frame => (string)frame.TypeDiscriminator!);
        var frames = signals.Concat(EventFormats.All.Select(format => format.Kind.Name));

        Assert.That(FrameContract.SentTypes, Is.EquivalentTo(frames));
    }

    [TestCase("""{"type":"pong","timestamp":"2026-11-23T11:06:57.494326Z","more":1}""")]
    [TestCase("""{"type":"pong","timestamp":"yesterday"}""")]
    [TestCase("""{"type":"pong"}""")]
    [TestCase("""{"type":"sonnet","timestamp":"2026-11-23T11:06:57.494326Z"}""")]
    public void FrameContract_WhenAFrameIsNotAsDocumented_SaysSo(string frame) =>
        Assert.That(
            () => FrameContract.CheckReceived(System.Text.Json.JsonDocument.Parse(frame).RootElement),
            Throws.InstanceOf<ContractException>());
}
