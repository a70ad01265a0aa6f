using System.Net;
using System.Text;
using VideoChat.Api.FunctionalTests.Support.Contracts;

namespace VideoChat.Api.FunctionalTests.Documents;

/// <summary>That the check of every answer would find what it is there to find.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class HttpContractTests
{
    private const string User = """{"id":"01a20817-2d1c-7000-824c-07208b2293ec","username":"ada","joined_at":"2026-11-23T11:06:57.494326Z"}""";

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

    private static async Task CheckAsync(HttpStatusCode status, string body, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost/users");
        using var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, type) };
        await HttpContract.CheckAsync(request, response);
    }
}
