using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace VideoChat.Api.Controllers.Binding;

/// <summary>Binds whole numbers in decimal digits. Unlike the binder of ASP.NET Core, rejects <c>0x10</c> and <c>#10</c>.</summary>
internal sealed class IntegerModelBinder : IModelBinder, IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        context.Metadata.UnderlyingOrModelType is var type && (type == typeof(int) || type == typeof(long)) ? this : null;

    public Task BindModelAsync(ModelBindingContext context)
    {
        var result = context.ValueProvider.GetValue(context.ModelName);
        if (result == ValueProviderResult.None)
            return Task.CompletedTask;

        if (Parse(result.FirstValue, context.ModelMetadata.UnderlyingOrModelType) is { } number)
            context.Result = ModelBindingResult.Success(number);
        else
            context.ModelState.TryAddModelError(context.ModelName, "must be a whole number");
        return Task.CompletedTask;
    }

    private static object? Parse(string? text, Type type)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign;
        if (type == typeof(int))
            return int.TryParse(text, Style, CultureInfo.InvariantCulture, out var number) ? number : null;
        return long.TryParse(text, Style, CultureInfo.InvariantCulture, out var longNumber) ? longNumber : null;
    }
}
