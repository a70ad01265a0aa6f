namespace VideoChat.Infrastructure.Persistence.Faults;

internal sealed class DatabaseFileMovedException() : IOException("The database file was moved, removed or replaced while the server was running.");
