using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FluentValidation;
using FluentValidation.Results;
using VideoChat.Api.ErrorHandling;
using VideoChat.Application.Serialization;

namespace VideoChat.Api.Controllers.Binding;

/// <summary>Checks a JSON object against a request record, and reports all invalid fields together.</summary>
internal sealed class JsonShape
{
    private static readonly ConcurrentDictionary<Type, JsonShape> Shapes = new();

    private readonly Dictionary<string, JsonPropertyInfo> _members;

    private JsonShape(Type type) =>
        _members = VideoChatJson.Options.GetTypeInfo(type).Properties.ToDictionary(property => property.Name);

    public static JsonShape Of(Type type) => Shapes.GetOrAdd(type, static type => new JsonShape(type));

    /// <summary>
    /// Throws unless the JSON is an object with every required member and without repeated members or unexpected nulls.
    /// </summary>
    public void Check(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw ValidationErrors.Of("body", "must be a JSON object");

        var failures = new List<ValidationFailure>();
        var seen = new HashSet<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = Find(ref reader);
            reader.Read();
            if (member is not null)
            {
                if (!seen.Add(member.Name))
                    failures.Add(new ValidationFailure(member.Name, "must not be repeated"));
                else if (reader.TokenType == JsonTokenType.Null && !IsNullable(member))
                    failures.Add(new ValidationFailure(member.Name, "must not be null"));
            }
            reader.Skip();
        }

        failures.AddRange(_members.Values
            .Where(member => IsRequired(member) && !seen.Contains(member.Name))
            .Select(member => new ValidationFailure(member.Name, "is required")));
        if (failures.Count > 0)
            throw new ValidationException(failures);
    }

    /// <summary>Converts the exception to a validation error of the field that has the wrong type.</summary>
    public ValidationException Explain(JsonException exception)
    {
        var field = exception.Path?.TrimStart('$', '.') ?? "";
        return _members.TryGetValue(field, out var member)
            ? ValidationErrors.Of(field, Expectation(member.PropertyType))
            : ValidationErrors.Of(field.Length > 0 ? field : "body", "has the wrong shape");
    }

    private JsonPropertyInfo? Find(ref Utf8JsonReader reader)
    {
        foreach (var (name, member) in _members)
        {
            if (reader.ValueTextEquals(name))
                return member;
        }
        return null;
    }

    private static bool IsRequired(JsonPropertyInfo member) => member.AssociatedParameter is { HasDefaultValue: false };

    private static bool IsNullable(JsonPropertyInfo member) => member.AssociatedParameter is not { IsNullable: false };

    private static string Expectation(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(Guid) => "must be a UUID",
        var t when t == typeof(string) => "must be a string",
        _ => "has the wrong type",
    };
}
