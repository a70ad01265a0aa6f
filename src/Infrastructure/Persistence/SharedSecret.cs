namespace VideoChat.Infrastructure.Persistence;

/// <summary>What all machines on one database know, and nobody who does not read the database.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Value">Random bytes.</param>
internal sealed record SharedSecret(string Name, byte[] Value)
{
    /// <summary>Signs what machines tell one another.</summary>
    public const string Hints = "hints";
}
