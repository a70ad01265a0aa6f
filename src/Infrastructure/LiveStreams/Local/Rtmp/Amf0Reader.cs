using System.Buffers.Binary;
using System.Text;

namespace VideoChat.Infrastructure.LiveStreams.Local.Rtmp;

internal ref struct Amf0Reader(ReadOnlySpan<byte> bytes)
{
    private const int MaxDepth = 8;

    private const byte Number = 0;
    private const byte Boolean = 1;
    private const byte String = 2;
    private const byte Object = 3;
    private const byte Null = 5;
    private const byte Undefined = 6;
    private const byte EcmaArray = 8;
    private const byte ObjectEnd = 9;
    private const byte StrictArray = 10;
    private const byte Date = 11;
    private const byte LongString = 12;

    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public string ReadString() => Take(1)[0] switch
    {
        String => ReadText(),
        LongString => ReadLongText(),
        _ => throw new RtmpException("A string was expected."),
    };

    public double ReadNumber() => Take(1)[0] == Number
        ? BinaryPrimitives.ReadDoubleBigEndian(Take(8))
        : throw new RtmpException("A number was expected.");

    public string? ReadObjectString(string name)
    {
        var type = Take(1)[0];
        if (type == EcmaArray)
            Take(4);
        else if (type != Object)
            throw new RtmpException("An object was expected.");
        string? found = null;
        while (ReadMemberName() is { } member)
        {
            if (member == name && !_rest.IsEmpty && _rest[0] == String)
                found = ReadString();
            else
                Skip();
        }
        return found;
    }

    public void Skip() => Skip(MaxDepth);

    private void Skip(int depth)
    {
        if (depth == 0)
            throw new RtmpException("Values are nested too deep.");
        switch (Take(1)[0])
        {
            case Number:
                Take(8);
                break;
            case Boolean:
                Take(1);
                break;
            case String:
                Take(BinaryPrimitives.ReadUInt16BigEndian(Take(2)));
                break;
            case Null or Undefined:
                break;
            case EcmaArray:
                Take(4);
                SkipMembers(depth);
                break;
            case Object:
                SkipMembers(depth);
                break;
            case StrictArray:
                for (var left = BinaryPrimitives.ReadUInt32BigEndian(Take(4)); left > 0; left--)
                    Skip(depth - 1);
                break;
            case Date:
                Take(10);
                break;
            case LongString:
                TakeLong(BinaryPrimitives.ReadUInt32BigEndian(Take(4)));
                break;
            default:
                throw new RtmpException("A value has an unknown type.");
        }
    }

    private void SkipMembers(int depth)
    {
        while (ReadMemberName() is not null)
            Skip(depth - 1);
    }

    /// <summary>Returns the name of the next member, or null at the end of the object.</summary>
    private string? ReadMemberName()
    {
        var name = ReadText();
        if (name.Length > 0)
            return name;
        return Take(1)[0] == ObjectEnd ? null : throw new RtmpException("An object has no end.");
    }

    private string ReadText() => Encoding.UTF8.GetString(Take(BinaryPrimitives.ReadUInt16BigEndian(Take(2))));

    private string ReadLongText() => Encoding.UTF8.GetString(TakeLong(BinaryPrimitives.ReadUInt32BigEndian(Take(4))));

    private ReadOnlySpan<byte> TakeLong(uint length) =>
        length <= int.MaxValue ? Take((int)length) : throw new RtmpException("A value is too long.");

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
            throw new RtmpException("A value is incomplete.");
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
