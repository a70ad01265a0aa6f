namespace VideoChat.Databases;

/// <summary>The databases that VideoChat runs on.</summary>
public enum Column
{
    Sqlite,
    Postgres,
}
