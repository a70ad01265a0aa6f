namespace VideoChat.Infrastructure.Persistence.Rows;

internal sealed record SharedSecret(string Name, byte[] Value)
{
    public const string Hints = "hints";
}
