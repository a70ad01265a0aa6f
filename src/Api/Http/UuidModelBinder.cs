using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace VideoChat.Api.Http;

/// <summary>
/// Reads UUIDs in the 36-character form. A path that holds anything else names nothing: it binds to the nil UUID, which
/// no one has, so that the answer is the same 404 as for an unknown id. In a query it is a wrong value.
/// </summary>
internal sealed class UuidModelBinder : IModelBinder, IModelBinderProvider
{
    private const int TextLength = 36;

    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        context.Metadata.UnderlyingOrModelType == typeof(Guid) ? this : null;

    public Task BindModelAsync(ModelBindingContext context)
    {
        var result = context.ValueProvider.GetValue(context.ModelName);
        if (result == ValueProviderResult.None)
            return Task.CompletedTask;

        var text = result.FirstValue;
        if (text?.Length == TextLength && Guid.TryParseExact(text, "D", out var id))
            context.Result = ModelBindingResult.Success(id);
        else if (context.BindingSource == BindingSource.Path)
            context.Result = ModelBindingResult.Success(Guid.Empty);
        else
            context.ModelState.TryAddModelError(context.ModelName, "must be a UUID");
        return Task.CompletedTask;
    }
}
