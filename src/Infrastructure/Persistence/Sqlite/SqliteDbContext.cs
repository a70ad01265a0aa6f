using Microsoft.EntityFrameworkCore;

namespace VideoChat.Infrastructure.Persistence.Sqlite;

internal sealed class SqliteDbContext(DbContextOptions<SqliteDbContext> options) : VideoChatDbContext(options);
