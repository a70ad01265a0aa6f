using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using VideoChat.Application.Realtime;

namespace VideoChat.Api.OpenApi;

/// <summary>A room event is one of its frames, told apart by <c>type</c>, which the serializer writes.</summary>
internal sealed class FrameSchemaFilter : ISchemaFilter
{
    private const string Discriminator = "type";

    private static readonly IReadOnlyList<JsonDerivedTypeAttribute> Frames =
        [.. typeof(RoomEventFrame).GetCustomAttributes<JsonDerivedTypeAttribute>()];

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema frame || context.MemberInfo is not null)
            return;
        if (context.Type == typeof(RoomEventFrame))
            BeOneOfThem(frame, context);
        else if (Frames.FirstOrDefault(derived => derived.DerivedType == context.Type) is { } self)
            NameItself(frame, (string)self.TypeDiscriminator!);
    }

    private static void BeOneOfThem(OpenApiSchema frame, SchemaFilterContext context)
    {
        var schemas = Frames
            .Select(derived => (
                Name: (string)derived.TypeDiscriminator!,
                Schema: (OpenApiSchemaReference)context.SchemaGenerator.GenerateSchema(derived.DerivedType, context.SchemaRepository)))
            .ToList();
        frame.Type = null;
        frame.Properties = null;
        frame.Required = null;
        frame.OneOf = [.. schemas.Select(derived => derived.Schema)];
        frame.Discriminator = new OpenApiDiscriminator
        {
            PropertyName = Discriminator,
            Mapping = schemas.ToDictionary(derived => derived.Name, derived => derived.Schema),
        };
    }

    private static void NameItself(OpenApiSchema frame, string name)
    {
        var type = new OpenApiSchema { Type = JsonSchemaType.String, Const = name, Description = "Which event it is." };
        frame.Properties = new Dictionary<string, IOpenApiSchema>(frame.Properties!.Prepend(new(Discriminator, type)));
        frame.Required!.Add(Discriminator);
    }
}
