namespace VideoChat.Infrastructure.Persistence;

/// <summary>The database file was moved, removed or replaced while it was open.</summary>
internal sealed class DatabaseGoneException() : IOException("The database file was moved, removed or replaced while the server was running.");
