using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.Extensions.Logging;
using Npgsql;
using VideoChat.Application.Health;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.IntegrationTests.Persistence.Postgres;

public sealed class PostgresMigrationTests
{
    private static readonly string[] Additions =
        ["CREATE TRIGGER ", "CREATE FUNCTION ", "UPDATE rooms SET member_count = ", "UPDATE rooms SET last_event_id = ", "LOCK TABLE "];

    [OneTimeSetUp]
    public void SkipWithoutPostgres() => PostgresDatabase.IgnoreWithoutServer();

    [Test]
    public async Task Model_OnBothDatabases_HasTheSameTablesColumnsKeysAndIndexes()
    {
        await using var sqlite = await TestHost.CreateAsync(Column.Sqlite);
        await using var postgres = await TestHost.CreateAsync(Column.Postgres);

        Assert.That(await DescribeAsync(postgres), Is.EqualTo(await DescribeAsync(sqlite)).And.Not.Empty);
    }

    /// <summary>
    /// During a rolling deployment the previous version works on the tables of this one. An index for speed only may be replaced by one on
    /// the same table, with the same name and in the same migration.
    /// </summary>
    [TestCase(Column.Sqlite)]
    [TestCase(Column.Postgres)]
    public async Task Migrations_AllOfThem_OnlyAdd(Column column)
    {
        await using var host = await TestHost.CreateAsync(column);
        await using var db = await host.Get<IDbContextFactory<VideoChatDbContext>>().CreateDbContextAsync();
        var assembly = db.GetService<IMigrationsAssembly>();

        var migrations = assembly.Migrations.Values
            .Select(type => assembly.CreateMigration(type, db.Database.ProviderName!).UpOperations)
            .ToList();

        Assert.That(migrations, Is.Not.Empty);
        Assert.That(migrations.SelectMany(all => all.Where(operation => !Adds(operation) && !Replaces(all, operation))), Is.Empty);
    }

    [Test]
    public async Task StartAsync_WhenAnotherProcessMigrates_WaitsUntilItSucceedsOrFails()
    {
        await using var host = await TestHost.CreateAsync(Column.Postgres);
        await using var migrating = await host.Postgres.OpenAsync();
        await RunAsync(migrating, "SELECT pg_advisory_lock(508473926004)");
        var starting = host.MigrateAsync();
        await Wait.UntilAsync(
            async () => await RunAsync(migrating, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted") > 0,
            "the second one waits");

        // The test terminates the connection, as PostgreSQL does if a process is killed.
        await host.Postgres.ExecuteAsync($"SELECT pg_terminate_backend({migrating.ProcessID})");
        await starting;

        Assert.That(host.Get<Lifecycle>().IsMigrated, Is.True);
    }

    [Test]
    public async Task StartAsync_WhenTheServerIsUnreachableAtFirst_WaitsAndSaysSoWithoutThePassword()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Database:Provider"] = "Postgres",
            ["ConnectionStrings:Default"] = "Host=127.0.0.1;Port=1;Database=chat;Username=chat;Password=secret-word",
        };
        var clock = new WatchedClock();
        await using var host = TestHost.Create(clock, settings);
        var starting = host.MigrateAsync();
        await clock.TimerCreated;

        clock.Advance(TimeSpan.FromSeconds(61));
        await starting;

        Assert.That(host.Stopping.IsCancellationRequested, Is.True);
        Assert.That(host.Logs.Lines.Select(line => line.Text), Has.Some.Contains("chat on 127.0.0.1:1").And.Some.Contains("ConnectionStrings:Default"));
        Assert.That(host.Logs.Lines.Where(line => line.Level == LogLevel.Critical), Has.Exactly(1).Items);
        Assert.That(host.Logs.Lines.Select(line => line.Text), Has.None.Contains("secret-word"));
        Environment.ExitCode = 0;
    }

    private static async Task<long> RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() as long? ?? 0;
    }

    private static Task<List<string>> DescribeAsync(TestHost host) => host.ReadAsync(db => Task.FromResult((
        from type in db.GetService<IDesignTimeModel>().Model.GetEntityTypes()
        from line in Describe(type)
        orderby line
        select line).ToList()));

    private static IEnumerable<string> Describe(IEntityType type)
    {
        var table = type.GetTableName();
        foreach (var property in type.GetProperties())
            yield return $"{table}.{property.GetColumnName()} {property.ClrType.Name} {property.IsNullable} {property.GetMaxLength()}";
        foreach (var key in type.GetKeys())
            yield return $"{table} key {key.GetName()}";
        foreach (var foreignKey in type.GetForeignKeys())
            yield return $"{table} foreign key {foreignKey.GetConstraintName()}";
        foreach (var index in type.GetIndexes())
            yield return $"{table} index {index.GetDatabaseName()} {index.IsUnique} {index.GetFilter()}";
    }

    private static bool Adds(MigrationOperation operation) => operation switch
    {
        CreateTableOperation or CreateIndexOperation or InsertDataOperation => true,
        // Allows triggers that maintain a new column for both versions, its initial values, and the order of locks.
        SqlOperation { Sql: var sql } => Additions.Any(words => sql.StartsWith(words, StringComparison.Ordinal)),
        AddColumnOperation column => column.IsNullable || column.DefaultValue is not null || column.DefaultValueSql is not null,
        _ => false,
    };

    private static bool Replaces(IEnumerable<MigrationOperation> migration, MigrationOperation operation) =>
        operation is DropIndexOperation dropped && migration.OfType<CreateIndexOperation>().Any(
            created => !created.IsUnique && created.Table == dropped.Table && created.Name == dropped.Name);

    [Test]
    public async Task StartAsync_WhenTwoProcessesStartTogether_BothSucceed()
    {
        await using var host = await TestHost.CreateAsync(Column.Postgres);

        await using var other = host.Another();

        await Task.WhenAll(Task.Run(host.MigrateAsync), Task.Run(other.MigrateAsync));

        Assert.That(other.Get<Lifecycle>().IsMigrated, Is.True);
        Assert.That(host.Get<Lifecycle>().IsMigrated, Is.True);
        Assert.That(host.Stopping.IsCancellationRequested, Is.False);
    }
}
