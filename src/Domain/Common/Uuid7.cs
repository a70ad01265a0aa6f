using System.Buffers.Binary;
using System.Security.Cryptography;

namespace VideoChat.Domain.Common;

/// <summary>Generates UUIDs of version 7 (RFC 9562), each greater than the previous one of this process.</summary>
/// <remarks>
/// <see cref="Guid.CreateVersion7()"/> does not order two ids of the same millisecond. This generator uses the 12 bits of
/// <c>rand_a</c> as a counter. A counter that overflows advances the timestamp by one millisecond.
/// </remarks>
public static class Uuid7
{
    private const int CounterBits = 12;

    private static long _last;

    public static Guid Next(TimeProvider? clock = null)
    {
        var now = (clock ?? TimeProvider.System).GetUtcNow().ToUnixTimeMilliseconds() << CounterBits;
        long last, next;
        do
        {
            last = Volatile.Read(ref _last);
            next = Math.Max(last + 1, now);
        }
        while (Interlocked.CompareExchange(ref _last, next, last) != last);

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, next >> CounterBits << 16);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | (next & 0x0FFF)));
        RandomNumberGenerator.Fill(bytes[8..]);
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }
}
