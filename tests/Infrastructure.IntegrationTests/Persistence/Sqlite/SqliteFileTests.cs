using Microsoft.EntityFrameworkCore;
using VideoChat.Application.Common;
using VideoChat.Application.Health;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Persistence.Faults;

namespace VideoChat.Infrastructure.IntegrationTests.Persistence.Sqlite;

/// <summary>The database is moved, removed, replaced or damaged while it is open.</summary>
public sealed class SqliteFileTests
{
    [TestCase("")]
    [TestCase("-wal")]
    public async Task Append_WhenTheFileIsMoved_IsRefusedUntilItIsRestored(string suffix)
    {
        await using var host = await TestHost.StartAsync();
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        await host.AppendAsync(Some.Message(room, user, "before"));
        var (file, elsewhere) = (host.DatabasePath + suffix, host.DatabasePath + ".elsewhere");

        File.Move(file, elsewhere);

        Assert.ThrowsAsync<UnavailableException>(() => host.AppendAsync(Some.Message(room, user, "refused")));
        var status = await host.Get<IDatabaseProbe>().ProbeAsync(CancellationToken.None);
        Assert.That((status.Statistics, status.TakesWrites), Is.EqualTo(((Statistics?)null, false)));
        Assert.That(status.Reason, Does.Contain("moved, removed or replaced").And.Not.Contain(host.DatabasePath));
        File.Move(elsewhere, file);
        Assert.That((await host.AppendAsync(Some.Message(room, user, "after"))).Seq, Is.EqualTo(2));
    }

    [Test]
    public async Task Append_WhenTheFileIsReplaced_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        await host.AppendAsync(Some.Message(room, user, "before"));

        File.Copy(host.DatabasePath, host.DatabasePath + ".copy");
        File.Move(host.DatabasePath + ".copy", host.DatabasePath, overwrite: true);

        Assert.ThrowsAsync<UnavailableException>(() => host.AppendAsync(Some.Message(room, user, "refused")));
    }

    [Test]
    public async Task Read_WhenAPageIsDamaged_IsUnavailableAndShowsInHealth()
    {
        await using var host = await TestHost.CreateMigratedAsync();
        await host.SeedUserAsync("zzmarker");
        var copy = host.DatabasePath + ".copy";
        await host.ReadAsync(db => db.Database.ExecuteSqlAsync($"VACUUM INTO {copy}"));
        DamagePagesWith(copy, "zzmarker");

        await using var other = TestHost.Create(settings: new() { ["ConnectionStrings:Default"] = $"Data Source={copy}" });

        Assert.ThrowsAsync<UnavailableException>(() => other.ReadAsync(db => db.Users.ToListAsync()));
        Assert.That(other.Get<DatabaseState>().ReadFault, Is.EqualTo("The database file is damaged."));
    }

    private static void DamagePagesWith(string path, string text)
    {
        const int PageSize = 4_096;
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var page = new byte[PageSize];
        for (var at = 0; file.ReadAtLeast(page, PageSize, throwOnEndOfStream: false) == PageSize; at += PageSize)
        {
            if (page.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) < 0)
                continue;
            file.Position = at;
            file.Write(new byte[PageSize]);
        }
    }
}
