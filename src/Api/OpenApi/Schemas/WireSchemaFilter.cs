using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace VideoChat.Api.OpenApi.Schemas;

/// <summary>
/// Describes records as they are serialized. A member is always present unless its constructor parameter has a default. Limits
/// come from the attributes of the parameters.
/// </summary>
internal sealed class WireSchemaFilter : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema wire)
            return;
        if (context.MemberInfo is PropertyInfo member && ParameterOf(member) is { } parameter)
            Limit(wire, parameter);
        if (wire.Properties is null)
            return;

        wire.AdditionalPropertiesAllowed = true;
        var optional = Parameters(context.Type)
            .Where(p => p.HasDefaultValue)
            .Select(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name!));
        wire.Required = wire.Properties.Keys.Except(optional).ToHashSet();
        foreach (var property in context.Type.GetProperties())
            AllowNull(wire.Properties, property, context.SchemaRepository);
    }

    // Makes a reference nullable if the record's property is, because a schema reference cannot express null.
    private static void AllowNull(IDictionary<string, IOpenApiSchema> members, PropertyInfo property, SchemaRepository schemas)
    {
        var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        if (members.TryGetValue(name, out var member) && member is OpenApiSchemaReference reference
            && new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable)
        {
            // OpenAPI 3.0 has no null type, so the referenced schema itself becomes nullable.
            if (schemas.DocumentName == OpenApiDocuments.ForClasses)
                ((OpenApiSchema)schemas.Schemas[reference.Reference.Id!]).Type |= JsonSchemaType.Null;
            else
                members[name] = new OpenApiSchema
                {
                    Description = reference.Description,
                    OneOf = [reference, new OpenApiSchema { Type = JsonSchemaType.Null }],
                };
        }
    }

    private static void Limit(OpenApiSchema wire, ParameterInfo parameter)
    {
        foreach (var attribute in parameter.GetCustomAttributes())
        {
            switch (attribute)
            {
                case StringLengthAttribute length:
                    wire.MinLength = length.MinimumLength > 0 ? length.MinimumLength : null;
                    wire.MaxLength = length.MaximumLength;
                    break;
                case MaxLengthAttribute length:
                    wire.MaxItems = length.Length;
                    break;
                case MinLengthAttribute length:
                    wire.MinLength = length.Length;
                    break;
                case RegularExpressionAttribute expression:
                    wire.Pattern = expression.Pattern;
                    break;
                case RangeAttribute range:
                    wire.Minimum = Convert.ToString(range.Minimum, CultureInfo.InvariantCulture);
                    if (range.Maximum is not int.MaxValue)
                        wire.Maximum = Convert.ToString(range.Maximum, CultureInfo.InvariantCulture);
                    break;
                case AllowedValuesAttribute allowed:
                    wire.Enum = [.. allowed.Values.Select(value => (JsonNode)JsonValue.Create((string)value!))];
                    break;
                case UrlAttribute:
                    wire.Format = "uri";
                    break;
            }
        }
    }

    private static ParameterInfo? ParameterOf(PropertyInfo property) =>
        Parameters(property.DeclaringType!).FirstOrDefault(parameter => parameter.Name == property.Name);

    private static IEnumerable<ParameterInfo> Parameters(Type type) =>
        type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .SelectMany(constructor => constructor.GetParameters());
}
