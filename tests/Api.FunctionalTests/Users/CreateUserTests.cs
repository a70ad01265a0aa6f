using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Users;

[Parallelizable(ParallelScope.All)]
public sealed class CreateUserTests(Column column) : OnEachServer(column)
{
    private const string FiftyCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX";

    [TestCase("ab")]
    [TestCase("__")]
    [TestCase("--")]
    [TestCase("42")]
    [TestCase("john_doe-7")]
    [TestCase(FiftyCharacters)]
    public async Task CreateUser_WhenTheNameIsAllowed_KeepsIt(string username)
    {
        var user = await Api.PostJsonAsync("/users", new { username });

        Assert.That(user.Text("username"), Is.EqualTo(username));
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("a")]
    [TestCase(" a ")]
    [TestCase(FiftyCharacters + "Y")]
    [TestCase("ada lovelace")]
    [TestCase("ada.lovelace")]
    [TestCase("ada@home")]
    [TestCase("<b>ada</b>")]
    [TestCase("ädä")]
    [TestCase("аdа")]
    [TestCase("a\tda")]
    [TestCase("ada\u200b")]
    [TestCase("١٢")]
    public async Task CreateUser_WhenTheNameIsNotAllowed_IsRefused(string username)
    {
        using var response = await Api.PostAsync("/users", new { username });

        await Expect.ValidationErrorsAsync(response, "username");
    }

    [TestCase("  ada")]
    [TestCase("ada\t\r\n")]
    [TestCase("\u00a0ada\u00a0")]
    [TestCase("\u3000ada\u2003")]
    [TestCase("   ada                                                  ")]
    public async Task CreateUser_WhenThereIsWhiteSpaceAtTheEnds_CutsItOff(string username)
    {
        var user = await Api.PostJsonAsync("/users", new { username });

        Assert.That(user.Text("username"), Is.EqualTo("ada"));
    }

    [Test]
    public async Task CreateUser_WhenTheNameIsTaken_CreatesAnother()
    {
        var first = await Api.CreateUserAsync("double");

        var second = await Api.CreateUserAsync("double");

        Assert.That(second.Id, Is.Not.EqualTo(first.Id));
    }

    [Test]
    public async Task GetUser_WhenTheUserExists_IsTheUser()
    {
        var created = await Api.PostJsonAsync("/users", new { username = "ada" });

        using var response = await Api.GetAsync($"/users/{created.Text("id")}");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await response.ReadJsonAsync()).GetRawText(), Is.EqualTo(created.GetRawText()));
    }
}
