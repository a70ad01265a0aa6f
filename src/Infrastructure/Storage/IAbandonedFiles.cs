namespace VideoChat.Infrastructure.Storage;

/// <summary>Removes unfinished files of an earlier process that was killed.</summary>
internal interface IAbandonedFiles
{
    /// <summary>Called before the database is opened, while no other process uses <c>Storage:Path</c>.</summary>
    void Remove();
}
