using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Http;

/// <summary>A path with an id that is unknown or not a UUID is 404.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class PathIdTests(Column column) : OnEachServer(column)
{
    private static readonly string[] WrongIds = [
        "0190a000-0000-7000-8000-000000000000",
        "00000000-0000-0000-0000-000000000000",
        "{0190a000-0000-7000-8000-000000000000}",
        "(0190a000-0000-7000-8000-000000000000)",
        "0190a00000007000800000000000000a",
        "0190a000-0000-7000-8000-00000000000g",
        "%200190a000-0000-7000-8000-000000000000",
        "nonsense", "1", "null", "%F0%9F%98%80"];

    [Test]
    public async Task GetUser_WhenTheIdIsUnknown_IsNotFound([ValueSource(nameof(WrongIds))] string id)
    {
        using var response = await Api.GetAsync($"/users/{id}");

        await Expect.ProblemAsync(response, HttpStatusCode.NotFound, "User not found");
    }

    [Test]
    public async Task GetOfARoom_WhenTheIdIsNoRooms_IsNotFound(
        [ValueSource(nameof(WrongIds))] string id, [Values("", "/messages", "/events", "/presence", "/snapshot")] string part)
    {
        using var response = await Api.GetAsync($"/rooms/{id}{part}");

        await Expect.ProblemAsync(response, HttpStatusCode.NotFound, "Room not found");
    }

    [Test]
    public async Task PostToARoom_WhenTheIdIsNoRooms_IsNotFound(
        [ValueSource(nameof(WrongIds))] string id, [Values("join", "leave", "messages")] string action)
    {
        var ada = await Api.CreateUserAsync();

        using var response = await Api.PostAsync($"/rooms/{id}/{action}", new { user_id = ada.Id, content = "hello" });

        await Expect.ProblemAsync(response, HttpStatusCode.NotFound, "Room not found");
    }

    [Test]
    public async Task PostToARoom_WhenTheUserIsUnknown_IsNotFound([Values("join", "leave", "messages")] string action)
    {
        var room = await Api.CreateRoomAsync();

        using var response = await Api.PostAsync($"/rooms/{room}/{action}", new { user_id = Guid.NewGuid(), content = "hello" });

        await Expect.ProblemAsync(response, HttpStatusCode.NotFound, "User not found");
    }

    [Test]
    public async Task PostToARoom_WhenTheUserIdIsARooms_IsNotFound([Values("join", "leave", "messages")] string action)
    {
        var room = await Api.CreateRoomAsync();

        using var response = await Api.PostAsync($"/rooms/{room}/{action}", new { user_id = room, content = "hello" });

        await Expect.ProblemAsync(response, HttpStatusCode.NotFound, "User not found");
    }
}
