using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using VideoChat.Application.Realtime;

namespace VideoChat.Api.OpenApi;

/// <summary>
/// A room event is one of its frames, told apart by <c>type</c>, which the serializer writes. OpenAPI 3.1 says so as a union, which
/// TypeScript narrows by <c>type</c>. Generators that build classes need a base class instead: there each frame extends the event.
/// </summary>
internal sealed class FrameSchemaFilter : ISchemaFilter
{
    private const string Discriminator = "type";

    private static readonly IReadOnlyList<JsonDerivedTypeAttribute> Frames =
        [.. typeof(RoomEventFrame).GetCustomAttributes<JsonDerivedTypeAttribute>()];

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema frame || context.MemberInfo is not null)
            return;
        var isBase = context.Type == typeof(RoomEventFrame);
        if (!isBase && Frames.FirstOrDefault(derived => derived.DerivedType == context.Type) is not { TypeDiscriminator: string })
            return;

        var hasClasses = context.SchemaRepository.DocumentName == OpenApiDocuments.ForClasses;
        if (isBase)
        {
            if (hasClasses)
                AddType(frame, new OpenApiSchema { Type = JsonSchemaType.String, Description = "Which event it is." });
            else
                BeOneOf(frame, context);
            frame.Discriminator = new OpenApiDiscriminator { PropertyName = Discriminator, Mapping = SchemasOf(context).ToDictionary() };
        }
        else if (hasClasses)
        {
            Extend(frame, context);
        }
        else
        {
            AddType(frame, new OpenApiSchema { Type = JsonSchemaType.String, Const = NameOf(context.Type), Description = "Which event it is." });
        }
    }

    private static void BeOneOf(OpenApiSchema frame, SchemaFilterContext context)
    {
        frame.Type = null;
        frame.Properties = null;
        frame.Required = null;
        frame.OneOf = [.. SchemasOf(context).Select(schema => schema.Value)];
    }

    private static void Extend(OpenApiSchema frame, SchemaFilterContext context)
    {
        var shared = (OpenApiSchemaReference)context.SchemaGenerator.GenerateSchema(typeof(RoomEventFrame), context.SchemaRepository);
        var inherited = typeof(RoomEventFrame).GetProperties()
            .Select(property => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)).ToHashSet();
        frame.AllOf =
        [
            shared,
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = frame.Required!.Except(inherited).ToHashSet(),
                Properties = frame.Properties!.ExceptBy(inherited, property => property.Key).ToDictionary(),
            },
        ];
        frame.Type = null;
        frame.Required = null;
        frame.Properties = null;
    }

    private static void AddType(OpenApiSchema frame, OpenApiSchema type)
    {
        frame.Properties = new Dictionary<string, IOpenApiSchema>(frame.Properties!.Prepend(new(Discriminator, type)));
        frame.Required!.Add(Discriminator);
    }

    private static IEnumerable<KeyValuePair<string, OpenApiSchemaReference>> SchemasOf(SchemaFilterContext context) =>
        Frames.Select(derived => KeyValuePair.Create(
            (string)derived.TypeDiscriminator!,
            (OpenApiSchemaReference)context.SchemaGenerator.GenerateSchema(derived.DerivedType, context.SchemaRepository)));

    private static string NameOf(Type frame) => (string)Frames.First(derived => derived.DerivedType == frame).TypeDiscriminator!;
}
