using System.Buffers.Text;

namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>Splits the bytes that Redis sends into replies and publications.</summary>
internal sealed class RedisReplies
{
    private readonly List<byte> _rest = [];

    public static bool IsPublication(ReadOnlySpan<byte> reply) =>
        reply.Length > 0 && reply[1..].StartsWith("3\r\n$7\r\nmessage\r\n"u8);

    /// <summary>Determines whether the reply is a publication on a room's channel.</summary>
    public static bool IsHint(ReadOnlySpan<byte> reply) => IsPublication(reply) && reply.IndexOf(":room:"u8) >= 0;

    /// <summary>Determines whether the reply confirms that a channel is unsubscribed, and whether it was the last one.</summary>
    public static bool IsUnsubscription(ReadOnlySpan<byte> reply, out bool isLast)
    {
        isLast = reply.EndsWith("\r\n:0\r\n"u8);
        return reply.Length > 0 && reply[1..].StartsWith("3\r\n$11\r\nunsubscribe\r\n"u8);
    }

    /// <summary>Adds received bytes and returns the replies that are complete.</summary>
    public List<byte[]> Take(ReadOnlySpan<byte> bytes)
    {
        _rest.AddRange(bytes);
        var unread = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_rest);
        var whole = new List<byte[]>();
        var length = 0;
        while (Measure(unread[length..]) is > 0 and var next)
        {
            whole.Add(unread.Slice(length, next).ToArray());
            length += next;
        }
        _rest.RemoveRange(0, length);
        return whole;
    }

    // Returns the length of the first reply, or 0 if it is incomplete.
    private static int Measure(ReadOnlySpan<byte> bytes)
    {
        var length = bytes.IndexOf("\r\n"u8) + 2;
        if (length < 2)
            return 0;
        var number = Utf8Parser.TryParse(bytes[1..], out int value, out _) ? value : 0;
        switch (bytes[0])
        {
            case (byte)'$' or (byte)'=' or (byte)'!' when number >= 0:
                length += number + 2;
                return length <= bytes.Length ? length : 0;
            case (byte)'*' or (byte)'>' or (byte)'~' or (byte)'%':
                for (var items = bytes[0] == '%' ? 2 * number : number; items > 0; items--)
                {
                    var item = Measure(bytes[length..]);
                    if (item == 0)
                        return 0;
                    length += item;
                }
                return length;
            default:
                return length;
        }
    }
}
