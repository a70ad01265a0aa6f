namespace VideoChat.Infrastructure.Persistence.Rows;

/// <summary>A secret that all machines read from the database.</summary>
internal sealed record SharedSecret(string Name, byte[] Value)
{
    /// <summary>The secret that signs the hints between machines.</summary>
    public const string Hints = "hints";
}
