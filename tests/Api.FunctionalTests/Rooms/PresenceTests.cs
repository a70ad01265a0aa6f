using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Rooms;

[Parallelizable(ParallelScope.All)]
public sealed class PresenceTests(Column column) : OnEachServer(column)
{
    [Test]
    public async Task GetPresence_WhenNoUserIsConnected_IsEmpty()
    {
        var room = await Api.CreateRoomAsync();

        var presence = await Api.GetJsonAsync($"/rooms/{room}/presence");

        Assert.That(presence.GetRawText(), Is.EqualTo("""{"count":0,"users":[]}"""));
    }

    [Test]
    public async Task GetPresence_WhenAUserHasTwoSockets_CountsTheUserOnce()
    {
        var (ada, room) = (await Api.CreateUserAsync("ada"), await Api.CreateRoomAsync());
        await using var first = await RoomClient.JoinAsync(Api, room, ada);
        await using var second = await RoomClient.JoinAsync(Api, room, ada);

        var presence = await Api.GetJsonAsync($"/rooms/{room}/presence");

        Assert.That(presence.GetRawText(), Is.EqualTo(
            $$"""{"count":1,"users":[{"id":"{{ada.Id}}","username":"ada","connections":2}]}"""));
    }
}
