namespace VideoChat.Infrastructure.Storage;

/// <summary>Removes unfinished files of an earlier process that was killed.</summary>
internal interface IAbandonedFiles
{
    /// <summary>
    /// Removes the files. Called before the database is opened, while this process is the only user of <c>Storage:Path</c>.
    /// </summary>
    void Remove();
}
