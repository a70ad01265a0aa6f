using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace VideoChat.Infrastructure.Realtime.Backplanes;

/// <summary>Signs hints with HMAC-SHA256. Without the secret, an attacker can only replay a signal in the same room.</summary>
internal sealed class HintSigner
{
    private const string Mark = "\nsigned:";

    private volatile byte[]? _secret;

    private byte[] Secret => _secret ?? throw new InvalidOperationException("The secret has not been read.");

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
