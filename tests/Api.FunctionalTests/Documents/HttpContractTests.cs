using System.Net;
using System.Text;
using VideoChat.Api.FunctionalTests.Support.Contracts;

namespace VideoChat.Api.FunctionalTests.Documents;

/// <summary>Tests that the contract check detects violations in responses and webhooks.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class HttpContractTests
{
    private const string User = """{"id":"01a20817-2d1c-7000-824c-07208b2293ec","username":"ada","joined_at":"2026-11-23T11:06:57.494326Z"}""";

    private const string RoomCreated =
        """{"type":"room.created","timestamp":"2026-11-23T11:06:57.494326Z","data":{"room_id":"01a20817-2d9e-7000-b14c-38270e9ac41a","name":"x"}}""";

    [Test]
    public void Check_WhenTheAnswerIsAsDocumented_SaysNothing() =>
        Assert.That(() => CheckAsync(HttpStatusCode.OK, User), Throws.Nothing);

    [Test]
    public void Check_WhenTheStatusIsNotDocumented_SaysSo() =>
        Assert.That(() => CheckAsync(HttpStatusCode.Created, User), Throws.InstanceOf<ContractException>().With.Message.Contain("status"));

    [Test]
    public void Check_WhenTheTypeIsNotDocumented_SaysSo() =>
        Assert.That(() => CheckAsync(HttpStatusCode.OK, User, "text/html"), Throws.InstanceOf<ContractException>().With.Message.Contain("text/html"));

    [TestCase("""{"id":"01a20817-2d1c-7000-824c-07208b2293ec","username":"ada"}""", TestName = "Check_WhenAMemberIsMissing_SaysSo")]
    [TestCase("""{"id":1,"username":"ada","joined_at":"2026-11-23T11:06:57.494326Z"}""", TestName = "Check_WhenATypeIsWrong_SaysSo")]
    [TestCase("""{"id":"01a20817-2d1c-7000-824c-07208b2293ec","username":"ada","joined_at":"2026-11-23T11:06:57.494326Z","age":3}""", TestName = "Check_WhenAMemberIsNotDocumented_SaysSo")]
    public void Check_WhenTheBodyIsNotAsDocumented_SaysSo(string body) =>
        Assert.That(() => CheckAsync(HttpStatusCode.OK, body), Throws.InstanceOf<ContractException>());

    [Test]
    public void CheckWebhook_WhenItIsAsDocumented_SaysNothing() =>
        Assert.That(() => HttpContract.CheckWebhook("room.created", RoomCreated), Throws.Nothing);

    [TestCase("room.renamed", RoomCreated, TestName = "CheckWebhook_WhenTheEventIsNotDocumented_SaysSo")]
    [TestCase("user.joined", RoomCreated, TestName = "CheckWebhook_WhenTheBodyIsAnothers_SaysSo")]
    [TestCase("room.created", """{"type":"room.created","timestamp":"2026-11-23T11:06:57.494326Z","data":{"name":"x"}}""", TestName = "CheckWebhook_WhenAMemberIsMissing_SaysSo")]
    public void CheckWebhook_WhenItIsNotAsDocumented_SaysSo(string type, string body) =>
        Assert.That(() => HttpContract.CheckWebhook(type, body), Throws.InstanceOf<ContractException>());

    private static async Task CheckAsync(HttpStatusCode status, string body, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost/users");
        using var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, type) };
        await HttpContract.CheckAsync(request, response);
    }
}
