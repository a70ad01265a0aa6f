using System.Text.Json;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using VideoChat.Application.Realtime;
using VideoChat.Application.Serialization;

namespace VideoChat.Api.OpenApi.Schemas;

/// <summary>
/// Describes a room event as one of its frames, with the discriminator <c>type</c>. The OpenAPI 3.1 document contains a union,
/// which TypeScript narrows by <c>type</c>. In the 3.0 document, each frame is a class that extends the event.
/// </summary>
internal sealed class FrameSchemaFilter : ISchemaFilter
{
    private const string Discriminator = "type";

    private static readonly Dictionary<Type, string> Frames = EventFormats.All.ToDictionary(format => format.FrameType, format => format.Kind.Name!);

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema frame || context.MemberInfo is not null)
            return;
        var hasClasses = context.SchemaRepository.DocumentName == OpenApiDocuments.ForClasses;
        if (context.Type == typeof(RoomEventFrame))
        {
            if (hasClasses)
                AddType(frame, name: null);
            else
                BeOneOf(frame, context);
            frame.Discriminator = new OpenApiDiscriminator
            {
                PropertyName = Discriminator,
                Mapping = Frames.ToDictionary(derived => derived.Value, derived => ReferenceTo(derived.Key, context)),
            };
        }
        else if (Frames.TryGetValue(context.Type, out var name))
        {
            if (hasClasses)
                ExtendTheEvent(frame, context);
            else
                AddType(frame, name);
        }
    }

    private static void BeOneOf(OpenApiSchema frame, SchemaFilterContext context)
    {
        frame.OneOf = [.. Frames.Keys.Select(derived => ReferenceTo(derived, context))];
        Clear(frame);
    }

    private static void ExtendTheEvent(OpenApiSchema frame, SchemaFilterContext context)
    {
        var inherited = typeof(RoomEventFrame).GetProperties()
            .Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)).ToHashSet();
        frame.AllOf =
        [
            ReferenceTo(typeof(RoomEventFrame), context),
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = frame.Required!.Except(inherited).ToHashSet(),
                Properties = frame.Properties!.ExceptBy(inherited, property => property.Key).ToDictionary(),
            },
        ];
        Clear(frame);
    }

    private static void AddType(OpenApiSchema frame, string? name)
    {
        var type = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The kind of event." };
        if (name is not null)
            type.Const = name;
        frame.Properties = new Dictionary<string, IOpenApiSchema>(frame.Properties!.Prepend(new(Discriminator, type)));
        frame.Required!.Add(Discriminator);
    }

    private static void Clear(OpenApiSchema frame)
    {
        frame.Type = null;
        frame.Properties = null;
        frame.Required = null;
    }

    private static OpenApiSchemaReference ReferenceTo(Type type, SchemaFilterContext context) =>
        (OpenApiSchemaReference)context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository);
}
