using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using VideoChat.Api.Controllers.Binding;
using VideoChat.Api.Idempotency;
using VideoChat.Application.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Application.Serialization;

namespace VideoChat.Api.Controllers;

internal static class HttpApiSetup
{
    public static IServiceCollection AddHttpApi(this IServiceCollection services)
    {
        // ValidationBehavior validates instead of MVC, because MVC's automatic validation would respond with 400 instead of 422 and
        // would not cover sockets.
        services.AddValidatorsFromAssembly(typeof(Application.DependencyInjection).Assembly, ServiceLifetime.Singleton);
        services.AddSingleton<KeyedLock<IdempotencyName>>();
        services
            .AddControllers(mvc =>
            {
                mvc.InputFormatters.Clear();
                mvc.InputFormatters.Add(new JsonBodyFormatter());
                mvc.OutputFormatters.RemoveType<StringOutputFormatter>();
                mvc.Filters.Add(new ProducesAttribute("application/json"));
                // No action reads a form, so these providers are removed. They would parse a form before the request is rejected with 415.
                mvc.ValueProviderFactories.RemoveType<FormValueProviderFactory>();
                mvc.ValueProviderFactories.RemoveType<FormFileValueProviderFactory>();
                mvc.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
                mvc.ModelBinderProviders.Insert(0, new UuidModelBinder());
                mvc.ModelBinderProviders.Insert(0, new IntegerModelBinder());
                mvc.Filters.Add<IdempotencyFilter>();
                mvc.Conventions.Add(new HeadConvention());
                // The attributes of request records only describe them in the OpenAPI document, because ValidationBehavior validates.
                mvc.ModelValidatorProviders.Clear();
            })
            .ConfigureApiBehaviorOptions(api =>
            {
                api.SuppressMapClientErrors = true;
                api.InvalidModelStateResponseFactory = context => throw Explain(context.ModelState);
            })
            .AddJsonOptions(json => VideoChatJson.Configure(json.JsonSerializerOptions));
        return services;
    }

    // Converts the model state to an exception. The state contains only errors of the query, because JsonBodyFormatter throws the
    // errors of the body.
    private static ValidationException Explain(ModelStateDictionary state) => new(
        from field in state
        from error in field.Value.Errors
        select new ValidationFailure(field.Key, error.ErrorMessage.StartsWith("must", StringComparison.Ordinal)
            ? error.ErrorMessage
            : "has the wrong type"));
}
