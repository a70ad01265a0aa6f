using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace VideoChat.LoadTests.Order;

/// <summary>
/// What every message carries at the front of its content, in fixed places, so that nobody has to parse JSON to find it:
/// who sent it, which of the sender's messages it is, and when it went out.
/// </summary>
internal readonly record struct Mark(int Sender, int Number, long SentAt)
{
    public const int Length = 28;
    private const int SenderLength = 4, NumberLength = 8;

    /// <summary>A text for the mark alone; also a client id, as it is unique.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Sender:x4}{Number:x8}{SentAt:x16}");

    public void Write(Span<byte> output) => Encoding.ASCII.GetBytes(ToString(), output);

    public static bool TryRead(ReadOnlySpan<byte> input, out Mark mark)
    {
        mark = default;
        if (input.Length < Length
            || !Utf8Parser.TryParse(input[..SenderLength], out int sender, out _, 'x')
            || !Utf8Parser.TryParse(input.Slice(SenderLength, NumberLength), out int number, out _, 'x')
            || !Utf8Parser.TryParse(input[(SenderLength + NumberLength)..Length], out long sentAt, out _, 'x'))
            return false;
        mark = new Mark(sender, number, sentAt);
        return true;
    }
}
