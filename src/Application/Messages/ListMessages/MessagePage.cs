using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VideoChat.Application.Messages.ListMessages;

/// <summary>A list of messages that is serialized only once and caches its JSON.</summary>
[JsonConverter(typeof(Converter))]
internal sealed class MessagePage(IReadOnlyList<MessageDto> messages) : IReadOnlyList<MessageDto>
{
    private byte[]? _json;

    public int Count => messages.Count;

    public MessageDto this[int index] => messages[index];

    public IEnumerator<MessageDto> GetEnumerator() => messages.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal sealed class Converter : JsonConverter<MessagePage>
    {
        public override void Write(Utf8JsonWriter writer, MessagePage value, JsonSerializerOptions options) =>
            writer.WriteRawValue(
                value._json ??= JsonSerializer.SerializeToUtf8Bytes(value.ToArray(), options), skipInputValidation: true);

        public override MessagePage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();
    }
}
