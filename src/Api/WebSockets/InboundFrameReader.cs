using System.Text.Json;
using VideoChat.Application.Realtime;

namespace VideoChat.Api.WebSockets;

/// <summary>Reads a frame in a single pass. Unknown members are skipped.</summary>
internal static class InboundFrameReader
{
    [Flags]
    private enum Members
    {
        None = 0,
        Type = 1,
        Content = 2,
        ClientId = 4,
    }

    /// <exception cref="JsonException">The text is not valid JSON.</exception>
    /// <exception cref="InvalidOperationException">A string is not valid Unicode.</exception>
    public static InboundFrame Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            reader.Read();
            return Invalid("The frame must be a JSON object.");
        }

        string? type = null, content = null, clientId = null, wrong = null;
        var seen = Members.None;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = MemberOf(ref reader);
            reader.Read();
            if (member != Members.None && seen.HasFlag(member))
                wrong ??= "The frame repeats a member.";
            seen |= member;

            switch (member)
            {
                case Members.Type:
                    type = ReadType(ref reader);
                    break;
                case Members.Content when !TryReadString(ref reader, out content):
                    wrong ??= "content must be a string.";
                    break;
                case Members.ClientId when !TryReadString(ref reader, out clientId):
                    wrong ??= "client_id must be a string.";
                    break;
            }
            reader.Skip();
        }
        // This call throws if data follows the object.
        reader.Read();

        return wrong is null ? Build(type, content, clientId) : Invalid(wrong);
    }

    private static InboundFrame Build(string? type, string? content, string? clientId) => type switch
    {
        null or "message" when content is null => Invalid("content is required."),
        null or "message" => new MessageInboundFrame(content!, clientId),
        "typing" => new TypingInboundFrame(),
        "ping" => new PingInboundFrame(),
        _ => new RefusedFrame(ErrorCodes.UnsupportedType, "The type must be message, typing or ping."),
    };

    private static Members MemberOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("content"u8) ? Members.Content
        : reader.ValueTextEquals("client_id"u8) ? Members.ClientId
        : reader.ValueTextEquals("type"u8) ? Members.Type
        : Members.None;

    private static string? ReadType(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => reader.GetString(),
        _ => "",
    };

    private static bool TryReadString(ref Utf8JsonReader reader, out string? value)
    {
        value = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return reader.TokenType is JsonTokenType.String or JsonTokenType.Null;
    }

    private static RefusedFrame Invalid(string reason) => new(ErrorCodes.InvalidMessage, reason);
}
