using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Faults;

/// <summary>Servers that start on one SQLite file and are killed during the migration.</summary>
[NonParallelizable]
public sealed class KilledMigrationTests
{
    [TestCase("videochat.db.lock")]
    [TestCase("videochat.db")]
    [TestCase("videochat.db-wal")]
    [TestCase("videochat.db-shm")]
    public async Task Kill_WhenTheFirstStartIsUnderWay_DoesNotBlockTheNext(string appearing)
    {
        using var folder = new TemporaryFolder();
        await using var api = ApiServer.Launched(("Storage__Path", folder.Path));
        var awaited = Path.Combine(folder.Path, appearing);
        SpinWait.SpinUntil(() => File.Exists(awaited) || api.HasExited, TimeSpan.FromSeconds(30));
        await api.KillAsync();

        await api.StartAsync();

        var room = await api.CreateRoomAsync();
        var ada = await api.CreateUserAsync();
        Assert.That((await api.PostMessageAsync(room, ada, "hello")).Seq(), Is.EqualTo(1));
    }

    [Test]
    public async Task Kill_WhenTheFirstMigrationWritesAtAnyMoment_DoesNotBlockTheNext()
    {
        // Each server is killed a little later than the previous one. The log grows while the schema is written, so its size shows
        // the progress.
        for (var size = 1; size < 200_000; size = size * 4 + 4_096)
        {
            using var folder = new TemporaryFolder();
            await using var api = ApiServer.Launched(("Storage__Path", folder.Path));
            var log = new FileInfo(Path.Combine(folder.Path, "videochat.db-wal"));
            SpinWait.SpinUntil(() => Length(log) >= size || api.HasExited, TimeSpan.FromSeconds(3));
            await api.KillAsync();

            await api.StartAsync();

            Assert.That(await IsReadyAsync(api), Is.True);
        }

        static long Length(FileInfo file)
        {
            file.Refresh();
            return file.Exists ? file.Length : 0;
        }
    }

    [Test]
    public async Task Start_WhenADeadProcessHasLeftItsMigrationLock_Serves()
    {
        await using var api = await ApiServer.StartAsync();
        await api.KillAsync();
        await api.ExecuteSqlAsync(
            """
            CREATE TABLE IF NOT EXISTS __EFMigrationsLock (Id INTEGER NOT NULL PRIMARY KEY, Timestamp TEXT NOT NULL);
            INSERT INTO __EFMigrationsLock (Id, Timestamp) VALUES (1, '2026-01-01 00:00:00');
            """);

        await api.StartAsync();

        Assert.That(await IsReadyAsync(api), Is.True);
    }

    private static async Task<bool> IsReadyAsync(ApiServer api)
    {
        try
        {
            using var response = await api.SendAsync(HttpMethod.Get, "/health/ready");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
