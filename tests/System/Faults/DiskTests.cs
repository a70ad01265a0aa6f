using System.Diagnostics;
using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Faults;

/// <summary>The disk of the database is full or hangs.</summary>
public sealed class DiskTests
{
    private static readonly string LongContent = new('x', 4_900);

    [Test]
    public async Task Post_WhenTheDiskHangs_IsAnsweredInTimeAndStoredOnce()
    {
        using var disk = LoopDisk.Create(megabytes: 100);
        await using var api = await ApiServer.StartAsync(("Storage__Path", disk.Path));
        var (room, ada) = (await api.CreateRoomAsync(), await api.CreateUserAsync("ada"));
        await api.PostMessageAsync(room, ada, "before", "c-0");
        // The first read after a commit happens before the freeze. It updates the mapped index of the WAL, and that write would
        // hang too.
        await StatusAsync(api, "/health");
        var frozen = disk.Freeze();
        try
        {
            var time = Stopwatch.StartNew();
            var answers = await Task.WhenAll(Enumerable.Range(1, 5).Select(i => PostAsync(api, room, ada, "during", $"c-{i}")));

            Assert.That(answers, Is.All.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(time.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10.5)));
            Assert.That(await StatusAsync(api, "/health/ready"), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "database_read_only")));
            Assert.That(await StatusAsync(api, "/health"), Is.EqualTo((HttpStatusCode.OK, "degraded")));
            Assert.That(await StatusAsync(api, "/health/live"), Is.EqualTo((HttpStatusCode.OK, "alive")));
        }
        finally
        {
            frozen.Dispose();
        }

        await WaitUntilReadyAsync(api);
        foreach (var i in Enumerable.Range(1, 5))
            await api.PostMessageAsync(room, ada, "during", $"c-{i}");

        var log = await api.ReadEventsAsync(room);
        LogAssert.IsWhole(log);
        Assert.That(log, Has.Count.EqualTo(6));
        Assert.That((await StatusAsync(api, "/health")).Status, Is.EqualTo("healthy"));
    }

    [Test]
    public async Task Post_WhenAnotherProgramHasFilledTheDisk_UsesTheReserve()
    {
        using var disk = LoopDisk.Create(megabytes: 150);
        await using var api = await ApiServer.StartAsync(("Storage__Path", disk.Path));
        var (room, ada) = (await api.CreateRoomAsync(), await api.CreateUserAsync("ada"));
        await api.PostMessageAsync(room, ada, "before");

        disk.Fill();

        var seqs = new List<long>();
        for (var i = 0; i < 1_500; i++)
            seqs.Add((await api.PostMessageAsync(room, ada, LongContent)).Seq());
        Assert.That(seqs, Is.EqualTo(Enumerable.Range(2, 1_500)));
        var health = await api.GetJsonAsync("/health");
        Assert.That(health.Text("status"), Is.EqualTo("degraded"));
        Assert.That(health.Text("reason"), Does.Contain("Storage:ReserveBytes"));
        Assert.That(await StatusAsync(api, "/health/ready"), Is.EqualTo((HttpStatusCode.OK, "ready")));
        Assert.That(api.Log, Does.Contain("reserve was reduced"));

        disk.Empty();

        await Eventually.BeTrueAsync(async () => (await StatusAsync(api, "/health")).Status == "healthy", "the reserve is whole again");
    }

    [Test]
    public async Task Start_WhenAnAbandonedTranscodeHasFilledTheDisk_RemovesItAndServes()
    {
        using var disk = LoopDisk.Create(megabytes: 100);
        await using var api = await ApiServer.StartAsync(("Storage__Path", disk.Path));
        var (room, ada) = (await api.CreateRoomAsync(), await api.CreateUserAsync("ada"));
        await api.KillAsync();
        // The reserve is deleted, because a server of an earlier version does not create it.
        File.Delete(Path.Combine(disk.Path, "videochat.db.reserve"));
        var transcode = Directory.CreateDirectory(Path.Combine(disk.Path, "transcodes", $"{Guid.NewGuid()}-{Guid.NewGuid():N}"));
        disk.Fill();
        File.Move(Path.Combine(disk.Path, "filler"), Path.Combine(transcode.FullName, "0.ts"));

        await api.StartAsync();

        Assert.That((await api.PostMessageAsync(room, ada, "hello")).Seq(), Is.EqualTo(1));
        Assert.That(Directory.Exists(transcode.FullName), Is.False);
    }

    [Test]
    public async Task Start_WhenSomethingElseHasFilledTheDisk_ServesWithTheReserve()
    {
        using var disk = LoopDisk.Create(megabytes: 100);
        await using var api = await ApiServer.StartAsync(("Storage__Path", disk.Path));
        var (room, ada) = (await api.CreateRoomAsync(), await api.CreateUserAsync("ada"));
        await api.KillAsync();
        disk.Fill();

        await api.StartAsync();

        Assert.That((await api.PostMessageAsync(room, ada, "hello")).Seq(), Is.EqualTo(1));
    }

    [Test]
    public async Task Connect_WhenWritesFail_ClosesTheSocketOfANewMemberWith1012()
    {
        using var disk = LoopDisk.Create(megabytes: 60);
        await using var api = await ApiServer.StartAsync(("Storage__Path", disk.Path), ("Storage__ReserveBytes", "0"));
        var (room, ada, bob) = await api.CreateRoomForTwoAsync();
        await using var member = await RoomClient.JoinAsync(api, room, ada);
        disk.Fill();
        // The writes are repeated until they fail, because the WAL has spare space. A probe needs less of it than a message.
        await Eventually.BeTrueAsync(
            async () => await PostAsync(api, room, ada, LongContent) == HttpStatusCode.ServiceUnavailable
                && await PostAsync(api, room, ada, "x") == HttpStatusCode.ServiceUnavailable
                && await StatusAsync(api, "/health/ready") == (HttpStatusCode.ServiceUnavailable, "database_read_only"),
            "all writes fail", TimeSpan.FromMinutes(1));

        await using var newcomer = await RoomClient.OpenAsync(api, room, bob.Id);

        Assert.That((await newcomer.WaitForCloseAsync()).Code, Is.EqualTo(1012));
        Assert.That((await api.GetJsonAsync("/health")).Text("reason"), Does.Contain("full"));
    }

    private static async Task<HttpStatusCode> PostAsync(ApiServer api, Guid room, TestUser user, string content, string? clientId = null)
    {
        using var response = await api.PostAsync(
            $"/rooms/{room}/messages", new { user_id = user.Id, content, client_id = clientId });
        return response.StatusCode;
    }

    private static async Task<(HttpStatusCode Code, string Status)> StatusAsync(ApiServer api, string path)
    {
        using var response = await api.GetAsync(path);
        return (response.StatusCode, (await response.ReadJsonAsync()).Text("status"));
    }

    private static Task WaitUntilReadyAsync(ApiServer api) => Eventually.BeTrueAsync(
        async () => (await StatusAsync(api, "/health/ready")).Code == HttpStatusCode.OK, "the server is ready");
}
