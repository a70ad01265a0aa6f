namespace VideoChat.BunnyEmulator;

/// <summary>What the emulated provider does instead of its work.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Status">For <see cref="FaultKind.Status"/>: the answer.</param>
/// <param name="RetryAfter">For <see cref="FaultKind.Status"/>: that header.</param>
/// <param name="Times">How many requests it hits.</param>
/// <param name="AfterBytes">For transfers: how much is taken before it strikes.</param>
public sealed record Fault(FaultKind Kind, int Status = 0, string? RetryAfter = null, int Times = int.MaxValue, long AfterBytes = 0)
{
    /// <summary>The requests it is for; null: all.</summary>
    public Func<string, string, bool>? Concerns { get; init; }
}

public enum FaultKind
{
    /// <summary>An error is answered, with a body that names a path of the provider's.</summary>
    Status,

    /// <summary>No answer comes.</summary>
    Hang,

    /// <summary>The connection is cut without an answer.</summary>
    Cut,

    /// <summary>200 with a body that is not JSON.</summary>
    Nonsense,

    /// <summary>A transfer stands still after some bytes, until <see cref="EmulatedBunny.Release"/>.</summary>
    HoldTransfer,

    /// <summary>A transfer is cut after some bytes.</summary>
    CutTransfer,
}
