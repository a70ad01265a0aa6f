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

    private void Write(Utf8JsonWriter writer, JsonSerializerOptions options) => writer.WriteRawValue(
        _json ??= JsonSerializer.SerializeToUtf8Bytes(this.ToArray(), options), skipInputValidation: true);

    /// <summary>Writes a member that is declared as a list and may be a page.</summary>
    internal sealed class ListConverter : JsonConverter<IReadOnlyList<MessageDto>>
    {
        public override void Write(Utf8JsonWriter writer, IReadOnlyList<MessageDto> value, JsonSerializerOptions options)
        {
            if (value is MessagePage page)
                page.Write(writer, options);
            else
                JsonSerializer.Serialize(writer, value, options);
        }

        public override IReadOnlyList<MessageDto> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();
    }

    internal sealed class Converter : JsonConverter<MessagePage>
    {
        public override void Write(Utf8JsonWriter writer, MessagePage value, JsonSerializerOptions options) =>
            value.Write(writer, options);

        public override MessagePage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();
    }
}
