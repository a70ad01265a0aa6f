using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace VideoChat.LoadTests.Order;

/// <summary>
/// The start of every message's content, in fixed positions, so that it is found without parsing JSON: the sender, the sender's number of
/// the message, and the send time.
/// </summary>
internal readonly record struct Mark(int Sender, int Number, long SentAt)
{
    public const int Length = 28;
    private const int SenderLength = 4, NumberLength = 8;

    /// <summary>Returns a text for the mark alone. It is unique and serves as a client id.</summary>
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
