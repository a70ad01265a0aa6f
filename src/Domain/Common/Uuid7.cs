using System.Buffers.Binary;
using System.Security.Cryptography;

namespace VideoChat.Domain.Common;

/// <summary>
/// Generates all ids: UUIDs of version 7 (RFC 9562), each greater than the previous one of this process.
/// </summary>
/// <remarks>
/// <see cref="Guid.CreateVersion7()"/> fills the bits below the millisecond at random, so two ids of one millisecond may sort either
/// way. Here the twelve bits of <c>rand_a</c> are a counter; when it overflows, it continues in the next millisecond.
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
