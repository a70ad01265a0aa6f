using System.Text.Json;
using Npgsql;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.SystemTests.Faults;

namespace VideoChat.SystemTests.Operations;

/// <summary>Runs the commands of docs/operations/backup.md while users chat.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class BackupTests
{
    private const string Page = "docs/operations/backup.md";

    [Test]
    public async Task Sqlite_BackedUpUnderLoadAndRestored_HasWhatWasAnswered()
    {
        using var backup = new TemporaryFolder();
        using var storage = new TemporaryFolder();
        await using var api = await ApiServer.StartAsync();
        // The test creates this folder, because the server creates it at an unpredictable time.
        var originals = Directory.CreateDirectory(Path.Combine(api.Storage, "originals"));
        await File.WriteAllTextAsync(Path.Combine(originals.FullName, "film.mp4"), "a film");
        var room = await api.CreateRoomAsync();
        var answered = await TalkAsync(api, room, () => RunAsync(
            "SQLite: back up", ("Storage__Path", api.Storage), ("STORAGE", api.Storage), ("BACKUP", backup.Path)));

        await RunAsync("SQLite: restore", ("STORAGE", storage.Path), ("BACKUP", backup.Path), ("FILE", FileIn(backup)));
        await using var restored = await ApiServer.StartAsync(("Storage__Path", storage.Path));

        await AssertIsWholeAsync(api, restored, room, answered);
        Assert.That(await File.ReadAllTextAsync(Path.Combine(storage.Path, "originals", "film.mp4")), Is.EqualTo("a film"));
    }

    [Test]
    public async Task Sqlite_RestoredByRoot_BelongsToTheServersUser()
    {
        const string Other = "nobody";
        if (Environment.UserName != "root")
            Assert.Ignore("Only root can give files to another user.");
        using var backup = new TemporaryFolder();
        using var storage = new TemporaryFolder();
        foreach (var folder in new[] { "originals", "videos" })
            await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(backup.Path, folder)).FullName, "film.mp4"), "a film");
        await BackUpAsync(backup, "videochat.db");
        await RunCommandsAsync($"chown {Other} {storage.Path}");

        await RunAsync("SQLite: restore", ("STORAGE", storage.Path), ("BACKUP", backup.Path), ("FILE", FileIn(backup)));

        Assert.That(await RunCommandsAsync($"cd / && setpriv --reuid={Other} --clear-groups find {storage.Path} -type f -writable | wc -l"), Is.EqualTo("3"));
    }

    [Test]
    public async Task Sqlite_BackedUpTwice_KeepsBoth()
    {
        using var backup = new TemporaryFolder();
        var api = SharedServer.Api;
        foreach (var folder in new[] { "originals", "videos" })
            Directory.CreateDirectory(Path.Combine(api.Storage, folder));

        for (var i = 0; i < 2; i++)
            await RunAsync("SQLite: back up", ("Storage__Path", api.Storage), ("STORAGE", api.Storage), ("BACKUP", backup.Path));

        Assert.That(Directory.GetFiles(backup.Path, "videochat-*.db"), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task Postgres_BackedUpUnderLoadAndRestored_HasWhatWasAnswered()
    {
        PostgresDatabase.IgnoreWithoutServer();
        using var backup = new TemporaryFolder();
        await using var from = await PostgresDatabase.CreateAsync();
        await using var to = await PostgresDatabase.CreateAsync();
        await using var api = await ApiServer.StartAsync(On(from));
        var room = await api.CreateRoomAsync();
        var answered = await TalkAsync(api, room, () => RunAsync(
            "PostgreSQL: back up", [.. VariablesOf(from), ("BACKUP", backup.Path)]));

        await RunAsync("PostgreSQL: restore", [.. VariablesOf(to), ("FILE", FileIn(backup))]);
        await using var restored = await ApiServer.StartAsync(On(to));

        await AssertIsWholeAsync(api, restored, room, answered);
    }

    [Test]
    public async Task Backup_WhenTheFileExists_DoesNotOverwriteIt()
    {
        using var backup = new TemporaryFolder();
        var file = Path.Combine(backup.Path, "videochat.db");
        await File.WriteAllTextAsync(file, "the last one");

        var (exitCode, output) = await DocumentedCommands.RunAsync(
            $"dotnet VideoChat.Api.dll --backup {file}", ("Storage__Path", SharedServer.Api.Storage));

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(output, Does.Contain("already exists"));
        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo("the last one"));
    }

    [TestCase("--backup {0} --Storage:Path={1}")]
    [TestCase("--Storage:Path={1} --backup {0}")]
    [TestCase("--Storage:Path {1} --backup {0} --RateLimiting:Enabled=false")]
    public async Task Backup_WithSettingsInAnyPosition_IsCreated(string arguments)
    {
        using var backup = new TemporaryFolder();
        var file = Path.Combine(backup.Path, "videochat.db");

        var (exitCode, output) = await DocumentedCommands.RunAsync(
            "dotnet VideoChat.Api.dll " + string.Format(System.Globalization.CultureInfo.InvariantCulture, arguments, file, SharedServer.Api.Storage), []);

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(new FileInfo(file).Length, Is.Positive);
    }

    [TestCase("--backup")]
    [TestCase("--backup --Storage:Path=/nowhere")]
    public async Task Backup_WhenNoFileIsNamed_SaysSo(string arguments)
    {
        var (exitCode, output) = await DocumentedCommands.RunAsync("dotnet VideoChat.Api.dll " + arguments, []);

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Does.Contain("--backup FILE"));
    }

    [Test]
    public async Task Backup_WhenTheFolderIsMissing_SaysSoInOneLine()
    {
        using var backup = new TemporaryFolder();
        var folder = Path.Combine(backup.Path, "missing");

        var (exitCode, output) = await DocumentedCommands.RunAsync(
            $"dotnet VideoChat.Api.dll --backup {folder}/videochat.db", ("Storage__Path", SharedServer.Api.Storage));

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output.Trim(), Is.EqualTo($"VideoChat cannot back up. There is no folder {folder}."));
    }

    [Test]
    public async Task Backup_WhenThereIsNoDatabase_SaysSoAndCreatesNone()
    {
        using var backup = new TemporaryFolder();
        using var storage = new TemporaryFolder();

        var (exitCode, output) = await DocumentedCommands.RunAsync(
            Page, "SQLite: back up", ("Storage__Path", storage.Path), ("STORAGE", storage.Path), ("BACKUP", backup.Path));

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(output, Does.Contain("There is no database"));
        Assert.That(Directory.EnumerateFiles(storage.Path, "*.db").Concat(Directory.EnumerateFiles(backup.Path)), Is.Empty);
    }

    /// <summary>Runs an action while users chat. Returns the responses before the action.</summary>
    private static async Task<List<JsonElement>> TalkAsync(ApiServer api, Guid room, Func<Task> doInTheMidst)
    {
        TestUser[] users = [await api.CreateUserAsync("ada"), await api.CreateUserAsync("bob")];
        await using var load = await RoomLoad.StartAsync(api, [room], users, "load");
        await load.WaitForAnswersAsync(50);
        var answered = load.AnswersFor(room);

        await doInTheMidst();

        // The action did not block the server.
        await load.WaitForAnswersAsync(load.Answered + 20);
        await load.StopAsync();
        return answered;
    }

    private static async Task AssertIsWholeAsync(ApiServer original, ApiServer restored, Guid room, List<JsonElement> answered)
    {
        var log = await restored.ReadEventsAsync(room);
        var whole = await original.ReadEventsAsync(room);
        LogAssert.IsWhole(log);
        LogAssert.HasAnswered(log, answered);
        Assert.That(log, Has.Count.LessThan(whole.Count), "the users continued");
        Assert.That(log.Zip(whole).All(pair => JsonElement.DeepEquals(pair.First, pair.Second)), Is.True, "it is the same log");

        var next = await restored.PostMessageAsync(room, await restored.CreateUserAsync("eve"), "we are back");
        Assert.That(next.Seq(), Is.EqualTo(log.Count + 1));
    }

    private static async Task RunAsync(string heading, params (string Key, string Value)[] variables)
    {
        var (exitCode, output) = await DocumentedCommands.RunAsync(Page, heading, variables);
        Assert.That(exitCode, Is.Zero, output);
    }

    private static Task<string> BackUpAsync(TemporaryFolder backup, string file) => RunCommandsAsync(
        $"dotnet VideoChat.Api.dll --backup {Path.Combine(backup.Path, file)} --Storage:Path={SharedServer.Api.Storage}");

    private static async Task<string> RunCommandsAsync(string commands)
    {
        var (exitCode, output) = await DocumentedCommands.RunAsync(commands, []);
        Assert.That(exitCode, Is.Zero, output);
        return output.Trim();
    }

    private static string FileIn(TemporaryFolder backup) => Directory.GetFiles(backup.Path, "videochat*").Single();

    private static (string Key, string Value)[] On(PostgresDatabase database) =>
        [("Database__Provider", "Postgres"), ("ConnectionStrings__Default", database.ConnectionString)];

    private static (string Key, string Value)[] VariablesOf(PostgresDatabase database)
    {
        var parts = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        return
        [
            ("PGHOST", parts.Host!), ("PGPORT", $"{parts.Port}"), ("PGUSER", parts.Username!), ("PGPASSWORD", parts.Password ?? ""),
            ("PGDATABASE", parts.Database!),
        ];
    }
}
