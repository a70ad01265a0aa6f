using System.Net;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Rooms;

[Parallelizable(ParallelScope.All)]
public sealed class MembershipTests(Column column) : OnEachServer(column)
{
    [Test]
    public async Task Join_WhenTheUserIsNoMember_MakesItOneAndSaysSo()
    {
        var (ada, room) = (await Api.CreateUserAsync("ada"), await Api.CreateRoomAsync("The <Kitchen>"));

        using var response = await Api.PostAsync($"/rooms/{room}/join", new { user_id = ada.Id });

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("""{"message":"User ada joined room The <Kitchen>"}"""));
        Assert.That(await MembersAsync(room), Is.EqualTo([ada.Id]));
    }

    [Test]
    public async Task Join_WhenTheUserIsAMember_ChangesNothingAndSaysTheSame()
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());
        var first = await JoinAsync(room, ada);

        var second = await JoinAsync(room, ada);

        Assert.That(second.GetRawText(), Is.EqualTo(first.GetRawText()));
        Assert.That(await MembersAsync(room), Is.EqualTo([ada.Id]));
    }

    [Test]
    public async Task Join_WhenManyJoinConcurrently_EachIsAMemberOnce()
    {
        var room = await Api.CreateRoomAsync();
        var users = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Api.CreateUserAsync($"user-{i}")));

        await Task.WhenAll(users.Concat(users).Select(user => JoinAsync(room, user)));

        Assert.That(await MembersAsync(room), Is.EquivalentTo(users.Select(user => user.Id)));
    }

    [Test]
    public async Task Get_WhenARoomHasManyMembers_NamesTheOldestAndCountsAll()
    {
        var room = await Api.CreateRoomAsync();
        var users = new List<TestUser>();
        for (var i = 0; i < 12; i++)
        {
            users.Add(await Api.CreateUserAsync($"user-{i}"));
            await JoinAsync(room, users[i]);
        }
        var others = await Task.WhenAll(Enumerable.Range(0, 93).Select(i => Api.CreateUserAsync($"other-{i}")));
        await Task.WhenAll(others.Select(user => JoinAsync(room, user)));

        var one = await Api.GetJsonAsync($"/rooms/{room}");
        // The shared server has many rooms, so all pages are read.
        var listed = (await Api.FollowAsync("/rooms", "next")).SelectMany(page => page).Single(r => r.IdOf() == room);

        Assert.That(listed.GetProperty("member_count").GetInt32(), Is.EqualTo(105));
        Assert.That(
            listed.GetProperty("users").EnumerateArray().Select(id => id.GetGuid()), Is.EqualTo(users.Take(10).Select(user => user.Id)));
        Assert.That(one.GetProperty("member_count").GetInt32(), Is.EqualTo(105));
        Assert.That(one.GetProperty("users").EnumerateArray().Select(id => id.GetGuid()).Take(12), Is.EqualTo(users.Select(user => user.Id)));
        Assert.That(one.GetProperty("users").GetArrayLength(), Is.EqualTo(100));
    }

    [Test]
    public async Task Leave_WhenTheUserIsAMember_EndsItAndSaysSo()
    {
        var (ada, bob, room) = (await Api.CreateUserAsync("ada"), await Api.CreateUserAsync("bob"), await Api.CreateRoomAsync());
        await JoinAsync(room, ada);
        await JoinAsync(room, bob);

        using var response = await Api.PostAsync($"/rooms/{room}/leave", new { user_id = ada.Id });

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("""{"message":"User ada left room general"}"""));
        Assert.That(await MembersAsync(room), Is.EqualTo([bob.Id]));
    }

    [Test]
    public async Task Leave_WhenTheUserIsNoMember_SaysTheSame()
    {
        var (ada, room) = (await Api.CreateUserAsync("ada"), await Api.CreateRoomAsync());

        var answer = await Api.PostJsonAsync($"/rooms/{room}/leave", new { user_id = ada.Id });

        Assert.That(answer.Text("message"), Is.EqualTo("User ada left room general"));
    }

    [Test]
    public async Task Join_WhenTheUserHadLeft_MakesItAMemberAgain()
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());
        await JoinAsync(room, ada);
        await Api.PostJsonAsync($"/rooms/{room}/leave", new { user_id = ada.Id });

        await JoinAsync(room, ada);

        Assert.That(await MembersAsync(room), Is.EqualTo([ada.Id]));
    }

    [Test]
    public async Task GetRoom_WhenSeveralJoined_HasThemInOrder()
    {
        var room = await Api.CreateRoomAsync();
        var users = new List<TestUser>();
        for (var i = 0; i < 5; i++)
            users.Insert(0, await Api.CreateUserAsync());
        foreach (var user in users)
            await JoinAsync(room, user);

        var members = await MembersAsync(room);

        Assert.That(members, Is.EqualTo(users.Select(user => user.Id)));
    }

    [Test]
    public async Task ListRooms_WhenARoomHasMembers_HasThemToo()
    {
        var (ada, empty, full) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync(), await Api.CreateRoomAsync());
        await Api.PostJsonAsync($"/rooms/{full}/join", new { user_id = ada.Id });

        var rooms = (await Api.FollowAsync("/rooms", "next")).SelectMany(page => page)
            .Where(room => room.IdOf() == empty || room.IdOf() == full).ToList();

        Assert.That(rooms[0].GetRawText(), Is.EqualTo((await Api.GetJsonAsync($"/rooms/{empty}")).GetRawText()));
        Assert.That(rooms[1].GetRawText(), Is.EqualTo((await Api.GetJsonAsync($"/rooms/{full}")).GetRawText()));
        Assert.That(rooms[1].GetProperty("users")[0].GetGuid(), Is.EqualTo(ada.Id));
    }

    [Test]
    public async Task Join_Always_LeavesNoEventAndNoPresence()
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());

        await JoinAsync(room, ada);

        Assert.That(await Api.ReadEventsAsync(room), Is.Empty);
        Assert.That((await Api.GetJsonAsync($"/rooms/{room}/presence")).GetRawText(), Is.EqualTo("""{"count":0,"users":[]}"""));
    }

    private Task<JsonElement> JoinAsync(Guid room, TestUser user) =>
        Api.PostJsonAsync($"/rooms/{room}/join", new { user_id = user.Id });

    private async Task<IEnumerable<Guid>> MembersAsync(Guid room) =>
        (await Api.GetJsonAsync($"/rooms/{room}")).GetProperty("users").EnumerateArray().Select(id => id.GetGuid());
}
