using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace VideoChat.Infrastructure.Persistence.Rows;

internal sealed class SharedSecrets(IDbContextFactory<VideoChatDbContext> contexts)
{
    private const int Length = 32;

    /// <summary>Reads a secret. The first call creates it for all machines.</summary>
    public async Task<byte[]> ReadAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var secret = db.SharedSecrets.Where(s => s.Name == name).Select(s => s.Value);
        if (await secret.SingleOrDefaultAsync(cancellationToken) is { } known)
            return known;
        var made = RandomNumberGenerator.GetBytes(Length);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO shared_secrets (name, value) VALUES ({name}, {made}) ON CONFLICT DO NOTHING", cancellationToken);
        return await secret.SingleAsync(cancellationToken);
    }
}
