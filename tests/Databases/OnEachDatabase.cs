using NUnit.Framework;

namespace VideoChat.Databases;

/// <summary>A fixture that runs once on every database.</summary>
[TestFixture(Column.Sqlite)]
[TestFixture(Column.Postgres)]
public abstract class OnEachDatabase(Column column)
{
    protected Column Column => column;

    [OneTimeSetUp]
    public void SkipWithoutTheDatabase()
    {
        if (column == Column.Postgres)
            PostgresDatabase.IgnoreWithoutServer();
    }
}
