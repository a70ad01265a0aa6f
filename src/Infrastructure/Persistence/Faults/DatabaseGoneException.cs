namespace VideoChat.Infrastructure.Persistence.Faults;

internal sealed class DatabaseGoneException() : IOException("The database file was moved, removed or replaced while the server was running.");
