using System.Buffers.Text;

namespace VideoChat.LoadTests.Order;

/// <summary>A message as one member received it: its number in the room and its mark.</summary>
internal readonly record struct Delivery(long Seq, Mark Mark)
{
    private static ReadOnlySpan<byte> Content => "\"content\":\"~"u8;

    private static ReadOnlySpan<byte> SeqMember => "\"seq\":"u8;

    /// <summary>Finds the number and the mark by searching. Returns false if the text is not a message of the generator.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, out Delivery delivery)
    {
        delivery = default;
        var content = json.IndexOf(Content);
        if (content < 0 || !Mark.TryRead(json[(content + Content.Length)..], out var mark))
            return false;
        // Most servers write the number after the content. If it comes first, the search begins at the start.
        var rest = json[content..];
        var seq = rest.LastIndexOf(SeqMember);
        if (seq < 0)
        {
            rest = json;
            seq = rest.IndexOf(SeqMember);
        }
        if (seq < 0 || !Utf8Parser.TryParse(rest[(seq + SeqMember.Length)..], out long number, out _))
            return false;
        delivery = new Delivery(number, mark);
        return true;
    }
}
