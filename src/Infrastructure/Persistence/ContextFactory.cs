using Microsoft.EntityFrameworkCore;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>One database's contexts, for all who do not care which it is.</summary>
internal sealed class ContextFactory<TContext>(IDbContextFactory<TContext> contexts) : IDbContextFactory<VideoChatDbContext>
    where TContext : VideoChatDbContext
{
    public VideoChatDbContext CreateDbContext() => contexts.CreateDbContext();

    public async Task<VideoChatDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
        await contexts.CreateDbContextAsync(cancellationToken);
}
