using System.Buffers.Text;
using VideoChat.LoadTests.Sockets;

namespace VideoChat.LoadTests.Http;

/// <summary>A connection that repeats a request as soon as the response is complete.</summary>
internal sealed class HttpSocket(byte[] request, Action<int> onAnswer) : RawSocket(bufferSize: 16 * 1024)
{
    private static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;

    private static ReadOnlySpan<byte> LengthHeader => "\r\nContent-Length: "u8;

    private static ReadOnlySpan<byte> ChunksEnd => "\r\n0\r\n\r\n"u8;

    public Task OpenAsync(Uri server) => StartAsync(server, async _ =>
    {
        await Socket.SendAsync(request);
        return 0;
    });

    protected override void Take(ref ReadOnlySpan<byte> input)
    {
        while (TryTakeAnswer(ref input, out var status))
        {
            onAnswer(status);
            Send(request);
        }
    }

    protected override void OnEnd() => onAnswer(0);

    private static bool TryTakeAnswer(ref ReadOnlySpan<byte> input, out int status)
    {
        status = 0;
        var head = input.IndexOf(HeadEnd);
        if (head < 0)
            return false;
        _ = Utf8Parser.TryParse(input["HTTP/1.1 ".Length..], out status, out _);

        var length = input[..head].IndexOf(LengthHeader);
        int end;
        if (length >= 0)
        {
            _ = Utf8Parser.TryParse(input[(length + LengthHeader.Length)..], out int body, out _);
            end = head + HeadEnd.Length + body;
        }
        else
        {
            // The end is found by searching, because no response of VideoChat contains these bytes. Its JSON is on one line.
            var chunks = input[head..].IndexOf(ChunksEnd);
            if (chunks < 0)
                return false;
            end = head + chunks + ChunksEnd.Length;
        }
        if (input.Length < end)
            return false;
        input = input[end..];
        return true;
    }
}
