using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace VideoChat.Api.Controllers.Binding;

/// <summary>
/// Binds UUIDs in the 36-character form. Other text is a validation error in a query. In a path it becomes the nil UUID, which no
/// resource has, so the response is 404.
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
