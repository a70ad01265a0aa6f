namespace VideoChat.Application.Webhooks;

/// <summary>The clock that decides when deliveries are due. All machines share it, because their own clocks may differ.</summary>
public interface IDeliveryClock
{
    Task<DateTime> ReadAsync(CancellationToken cancellationToken);
}
