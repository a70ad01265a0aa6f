using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace VideoChat.Infrastructure.Realtime.Backplanes;

/// <summary>
/// Signs what one machine tells the others of a room, by HMAC-SHA256: no signal is heard without it, so that who has no secret can at
/// most say again what a machine has said of that room. The signature is the last line; who knows of none passes it over.
/// </summary>
internal sealed class HintSigner
{
    private const string Mark = "\nsigned:";

    private volatile byte[]? _secret;

    private byte[] Secret => _secret ?? throw new InvalidOperationException("There is no secret yet.");

    /// <param name="secret">The same on all machines.</param>
    public void Use(byte[] secret) => _secret = secret;

    public string Sign(Guid roomId, string hints) => hints + Mark + SignatureOf(roomId, hints);

    public bool IsSigned(Guid roomId, string text)
    {
        var end = text.LastIndexOf(Mark, StringComparison.Ordinal);
        return end >= 0 && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(text[(end + Mark.Length)..]), Encoding.UTF8.GetBytes(SignatureOf(roomId, text[..end])));
    }

    private string SignatureOf(Guid roomId, string hints) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Secret, Encoding.UTF8.GetBytes($"{roomId:N}\n{hints}")));
}
