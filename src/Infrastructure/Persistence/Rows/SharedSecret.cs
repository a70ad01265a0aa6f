namespace VideoChat.Infrastructure.Persistence.Rows;

/// <summary>A secret that all machines on one database share.</summary>
/// <param name="Name">Its purpose.</param>
/// <param name="Value">Random bytes.</param>
internal sealed record SharedSecret(string Name, byte[] Value)
{
    /// <summary>Signs the hints that machines send each other.</summary>
    public const string Hints = "hints";
}
