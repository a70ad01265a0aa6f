namespace VideoChat.Infrastructure.Persistence;

/// <summary>The database's file is not where it was opened.</summary>
internal sealed class DatabaseGoneException() : IOException("The database file was moved, removed or replaced while the server was running.");
