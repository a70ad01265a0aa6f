using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Rooms;

public sealed class ListRoomsTests(Column column) : ListSpecification(column)
{
    protected override string Path => "/rooms";

    private protected override async Task<string> CreateAsync(int number) =>
        (await Api.CreateRoomAsync($"room {number}")).ToString();
}
