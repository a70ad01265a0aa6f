using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using VideoChat.Api.WebSockets;
using VideoChat.Application.Realtime;

namespace VideoChat.Api.FunctionalTests.WebSockets;

[Parallelizable(ParallelScope.All)]
public sealed class InboundFramePropertyTests
{
    private static readonly string[] Known = [ErrorCodes.InvalidJson, ErrorCodes.InvalidMessage, ErrorCodes.UnsupportedType];

    /// <summary>Parts of frames, valid and broken, so that random combinations are often almost valid.</summary>
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "null", "true", "1", "-", "1e", " ", "\n", "//", "\uFEFF", "\0",
        "\"type\"", "\"content\"", "\"client_id\"", "\"message\"", "\"ping\"", "\"typing\"", "\"x\"", "\"\\ud83d\"", "\"\\ude00\"",
        "\"\\u0000\"", "\"\\u0063ontent\"", "\"\\ud83dcontent\"", "\"\\ud83d\":1", "{\"content\":\"a\"}", "\"content\":\"a\"", "😀",
    ];

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [FsCheck.NUnit.Property(MaxTest = 5_000, QuietOnSuccess = true)]
    public bool Parse_WhenTheBytesAreArbitrary_GivesAKnownResult(byte[] bytes) => IsKnown(InboundFrame.Parse(bytes));

    [FsCheck.NUnit.Property(MaxTest = 20_000, QuietOnSuccess = true)]
    public Property Parse_WhenThePiecesAreArbitrary_GivesAKnownResult() => Prop.ForAll(
        Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary(),
        text => IsKnown(InboundFrame.Parse(Encoding.UTF8.GetBytes(text))));

    [FsCheck.NUnit.Property(MaxTest = 20_000, QuietOnSuccess = true)]
    public bool Parse_WhenAGoodFrameIsChanged_GivesAKnownResult(NonNull<string> content, (ushort At, byte Value, bool Insert)[] changes)
    {
        var frame = Encode(new { type = "message", content = content.Get, client_id = "c-1", x = new object?[] { 1, null, "é" } }).ToList();
        foreach (var (at, value, insert) in changes)
        {
            var index = at % frame.Count;
            if (insert)
                frame.Insert(index, value);
            else
                frame[index] = value;
        }

        return IsKnown(InboundFrame.Parse(frame.ToArray()));
    }

    [FsCheck.NUnit.Property(MaxTest = 2_000, QuietOnSuccess = true)]
    public bool Parse_WhenAGoodFrameIsCutOff_RefusesIt(NonNull<string> content, ushort length)
    {
        var frame = Encode(new { content = content.Get });

        return InboundFrame.Parse(frame.AsSpan(0, length % frame.Length)) is RefusedFrame { Code: ErrorCodes.InvalidJson };
    }

    [FsCheck.NUnit.Property(MaxTest = 5_000, QuietOnSuccess = true)]
    public bool Parse_WhenTheFrameIsAMessage_GivesBackContentAndClientId(NonNull<string> content, string? clientId, bool typed)
    {
        // Lone surrogates are replaced, because the serializer cannot write them. Another test covers them.
        var (sent, sentId) = (Valid(content.Get), clientId is null ? null : Valid(clientId));
        var frame = typed
            ? Encode(new { type = "message", content = sent, client_id = sentId })
            : Encode(new { client_id = sentId, other = new { content = "b" }, content = sent });

        return InboundFrame.Parse(frame) is MessageInboundFrame message && message.Content == sent && message.ClientId == sentId;
    }

    [FsCheck.NUnit.Property(MaxTest = 2_000, QuietOnSuccess = true)]
    public bool Parse_WhenEveryCharacterIsEscaped_GivesBackTheContent(NonNull<string> content)
    {
        var sent = Valid(content.Get);
        var escaped = string.Concat(sent.Select(c => $"\\u{(int)c:x4}"));

        return InboundFrame.Parse(Encoding.UTF8.GetBytes($$"""{"content":"{{escaped}}"}""")) is MessageInboundFrame message
            && message.Content == sent;
    }

    [FsCheck.NUnit.Property(MaxTest = 2_000, QuietOnSuccess = true)]
    public bool Parse_WhenTheTypeIsUnknown_IsUnsupported(NonNull<string> type)
    {
        var sent = Valid(type.Get);

        return sent is "message" or "typing" or "ping"
            || InboundFrame.Parse(Encode(new { type = sent, content = "a" })) is RefusedFrame { Code: ErrorCodes.UnsupportedType };
    }

    private static bool IsKnown(InboundFrame frame) => frame switch
    {
        RefusedFrame refused => Known.Contains(refused.Code) && refused.Reason.Length > 0,
        MessageInboundFrame message => message.Content is not null,
        TypingInboundFrame or PingInboundFrame => true,
        _ => false,
    };

    private static string Valid(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static byte[] Encode<TFrame>(TFrame frame) => JsonSerializer.SerializeToUtf8Bytes(frame, Relaxed);
}
