using Microsoft.EntityFrameworkCore;

namespace VideoChat.Infrastructure.Persistence.Postgres;

internal sealed class PostgresDbContext(DbContextOptions<PostgresDbContext> options) : VideoChatDbContext(options);
