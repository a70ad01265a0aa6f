namespace VideoChat.Infrastructure.Storage;

/// <summary>Files that a killed process left unfinished.</summary>
internal interface IAbandonedFiles
{
    /// <summary>Removes them. Called before the database is opened, while no other process can use <c>Storage:Path</c>.</summary>
    void Remove();
}
