using Microsoft.Data.Sqlite;
using VideoChat.Infrastructure.Persistence.Sqlite;

namespace VideoChat.Infrastructure.IntegrationTests.Persistence.Sqlite;

/// <summary>Values that are written without ADO.NET must be readable and searchable with ADO.NET.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SqliteStatementTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public SqliteStatementTests() => _connection.Open();

    public void Dispose() => _connection.Dispose();

    [TestCase("hello")]
    [TestCase("")]
    [TestCase(null)]
    [TestCase("Grüße, 世界 🎉 'quoted' \"twice\"")]
    [TestCase("one\0two")]
    [TestCase("\uFEFF")]
    [TestCase("\uFEFFa mark before it")]
    [TestCase("\uFFFEthe other way round")]
    public void Bind_WhenItIsText_WritesWhatAdoNetWrites(string? text) =>
        AssertSame((object?)text ?? DBNull.Value, statement => statement.Bind(1, text));

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(long.MaxValue)]
    public void Bind_WhenItIsANumber_WritesWhatAdoNetWrites(long number) =>
        AssertSame(number, statement => statement.Bind(1, number));

    [TestCase("2026-03-01T12:34:56.1234567Z")]
    [TestCase("2026-03-01T12:34:56.12Z")]
    [TestCase("2026-03-01T00:00:00Z")]
    [TestCase("0001-01-01T00:00:00Z")]
    public void Bind_WhenItIsATime_WritesWhatAdoNetWrites(string time)
    {
        var value = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime;

        AssertSame(value, statement => statement.Bind(1, value));
    }

    [Test]
    public void Bind_WhenItIsAnId_WritesWhatAdoNetWrites()
    {
        var id = Guid.Parse("0189f7ab-cdef-7abc-9def-0123456789ab");

        AssertSame(id, statement => statement.Bind(1, id));
    }

    [Test]
    public void Execute_WhenARowIsRefused_SaysWhyAndContinues()
    {
        Run("CREATE TABLE kept (value INTEGER CHECK (value > 0))");
        using var statement = new SqliteStatement(_connection, "INSERT INTO kept (value) VALUES (?)");

        statement.Bind(1, 0);
        Assert.That(() => statement.Execute(), Throws.TypeOf<SqliteException>().With.Property("SqliteErrorCode").EqualTo(19));
        statement.Bind(1, 7);

        Assert.That(statement.Execute(), Is.EqualTo(1));
    }

    [Test]
    public void ReadNumberAndId_ReadsWhatWasBound()
    {
        var id = Guid.Parse("0189f7ab-cdef-7abc-9def-0123456789ab");
        using var statement = new SqliteStatement(_connection, "SELECT ?, ? WHERE ? = 1");

        Assert.That(Read(statement, 12, id, isThere: 1), Is.EqualTo((12L, (Guid?)id)));
        Assert.That(Read(statement, 13, id, isThere: 0), Is.Null);
        Assert.That(Read(statement, 14, null, isThere: 1), Is.EqualTo((14L, (Guid?)null)));
    }

    private static (long Number, Guid? Id)? Read(SqliteStatement statement, long value, Guid? id, long isThere)
    {
        statement.Bind(1, value);
        statement.Bind(2, id);
        statement.Bind(3, isThere);
        return statement.ReadNumberAndId();
    }

    private void AssertSame(object value, Action<SqliteStatement> bind)
    {
        Run("CREATE TABLE written (value)");
        using (var statement = new SqliteStatement(_connection, "INSERT INTO written (value) VALUES (?)"))
        {
            bind(statement);
            Assert.That(statement.Execute(), Is.EqualTo(1));
        }
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT value IS @value AND typeof(value) = typeof(@value) AND hex(value) = hex(@value) FROM written";
        command.Parameters.AddWithValue("@value", value);
        Assert.That(command.ExecuteScalar(), Is.EqualTo(1));
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
