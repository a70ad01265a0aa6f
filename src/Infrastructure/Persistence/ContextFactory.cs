using Microsoft.EntityFrameworkCore;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>Creates the contexts of one database for code that works with either.</summary>
internal sealed class ContextFactory<TContext>(IDbContextFactory<TContext> contexts) : IDbContextFactory<VideoChatDbContext>
    where TContext : VideoChatDbContext
{
    public VideoChatDbContext CreateDbContext() => contexts.CreateDbContext();

    public async Task<VideoChatDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
        await contexts.CreateDbContextAsync(cancellationToken);
}
