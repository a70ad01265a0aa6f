using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Messages;

[Parallelizable(ParallelScope.All)]
public sealed class PostMessageTests(Column column) : OnEachServer(column)
{
    [Test]
    public async Task PostMessage_WhenAPeerIsConnected_SendsTheFrameToThePeer()
    {
        var (ada, bob) = (await Api.CreateUserAsync("ada"), await Api.CreateUserAsync("bob"));
        var room = await Api.CreateRoomAsync();
        await using var peer = await RoomClient.JoinAsync(Api, room, ada);

        var posted = await Api.PostMessageAsync(room, bob, " hello ");

        var frame = await peer.ReceiveAsync("message");
        Assert.Multiple(() =>
        {
            Assert.That(frame.GetProperty("content").GetString(), Is.EqualTo("hello"));
            Assert.That(frame.GetProperty("id").GetString(), Is.EqualTo(posted.GetProperty("id").GetString()));
            Assert.That(frame.GetProperty("seq").GetInt64(), Is.EqualTo(1));
        });
    }
}
