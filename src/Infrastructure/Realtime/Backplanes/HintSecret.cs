using Microsoft.Extensions.Logging;
using VideoChat.Infrastructure.Persistence.Rows;

namespace VideoChat.Infrastructure.Realtime.Backplanes;

internal sealed partial class HintSecret(HintSigner signer, SharedSecrets secrets, TimeProvider clock, ILogger<HintSecret> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    public async Task<bool> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            signer.Use(await secrets.ReadAsync(SharedSecret.Hints, cancellationToken));
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(logger, exception.GetBaseException().Message);
            return false;
        }
    }

    // Reads the secret periodically, because it changes if an operator replaces it or restores a backup.
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
            await TryReadAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot read the secret that signs hints (table shared_secrets): {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
