namespace VideoChat.Infrastructure.Storage;

/// <summary>What a process that was killed left on the disk, and no other process can be writing.</summary>
internal interface IAbandonedFiles
{
    /// <summary>Removes it. Called before the database is opened, by a process that is alone in <c>Storage:Path</c>.</summary>
    void Remove();
}
