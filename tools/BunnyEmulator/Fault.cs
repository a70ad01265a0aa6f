namespace VideoChat.BunnyEmulator;

/// <summary>A fault of the emulated provider.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Status">For <see cref="FaultKind.Status"/>: the status code.</param>
/// <param name="RetryAfter">For <see cref="FaultKind.Status"/>: the value of the header.</param>
/// <param name="Times">The number of requests that the fault affects.</param>
/// <param name="AfterBytes">For transfers: the number of bytes that are accepted first.</param>
public sealed record Fault(FaultKind Kind, int Status = 0, string? RetryAfter = null, int Times = int.MaxValue, long AfterBytes = 0)
{
    /// <summary>Selects the requests that the fault affects, or null for all.</summary>
    public Func<string, string, bool>? Concerns { get; init; }
}

public enum FaultKind
{
    /// <summary>Responds with an error whose body names a path of the provider.</summary>
    Status,

    Hang,

    Cut,

    /// <summary>Responds with 200 and a body that is not JSON.</summary>
    Nonsense,

    /// <summary>Holds a transfer after some bytes, until <see cref="EmulatedBunny.Release"/>.</summary>
    HoldTransfer,

    /// <summary>Aborts a transfer after some bytes.</summary>
    CutTransfer,
}
