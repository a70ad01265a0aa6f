using System.Text.Json;
using FluentValidation;
using FluentValidation.Results;

namespace VideoChat.Api.ErrorHandling;

internal static class ValidationErrors
{
    public static IReadOnlyDictionary<string, string[]> ByField(ValidationException exception) => exception.Errors
        .GroupBy(failure => JsonNamingPolicy.SnakeCaseLower.ConvertName(failure.PropertyName))
        .ToDictionary(field => field.Key, field => field.Select(failure => failure.ErrorMessage).Distinct().ToArray());

    /// <summary>
    /// Joins the errors into one sentence, such as "content must not be empty; client_id must be 1 to 64 characters".
    /// </summary>
    public static string ToSentence(IReadOnlyDictionary<string, string[]> errors) =>
        string.Join("; ", errors.SelectMany(field => field.Value.Select(text => $"{field.Key} {text}")));

    /// <summary>Creates an exception for one field. The error text follows the field's name, as in "must not be empty".</summary>
    public static ValidationException Of(string field, string error) => new([new ValidationFailure(field, error)]);
}
