using Microsoft.EntityFrameworkCore;

namespace VideoChat.Infrastructure.Persistence;

internal sealed class ContextFactory<TContext>(IDbContextFactory<TContext> contexts) : IDbContextFactory<VideoChatDbContext>
    where TContext : VideoChatDbContext
{
    public VideoChatDbContext CreateDbContext() => contexts.CreateDbContext();

    public async Task<VideoChatDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
        await contexts.CreateDbContextAsync(cancellationToken);
}
