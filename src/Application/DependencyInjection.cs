using System.Reflection;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using VideoChat.Application.Common;
using VideoChat.Application.Common.Behaviors;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Application.Health;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.Messages.ListMessages;
using VideoChat.Application.Rooms;

namespace VideoChat.Application;

public static class DependencyInjection
{
    /// <summary>Adds the use cases. The host registers the validators of this assembly.</summary>
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        var assembly = typeof(DependencyInjection).Assembly;

        ValidatorOptions.Global.DisplayNameResolver = (_, member, _) => member?.Name;
        services.AddMediator(assembly);
        services.AddMapper();
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<LiveStreamEnding>();
        services.AddScoped<IdempotencyScope>();
        services.AddSingleton<Lifecycle>();
        services.AddSingleton<NewestPages>();
        services.AddSingleton<IRoomCache>(provider => provider.GetRequiredService<NewestPages>());
        services.AddSingleton<ListReads>();
        return services;
    }

    /// <summary>
    /// Adds MediatR and the handlers of the assembly. Handlers are transient, so that a socket can resolve a handler without
    /// scoped dependencies outside a request.
    /// </summary>
    private static void AddMediator(this IServiceCollection services, Assembly assembly)
    {
        services.AddTransient<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddTransient<IMediator, Mediator>();
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));

        var handlers =
            from type in assembly.GetTypes()
            where type is { IsAbstract: false, IsInterface: false }
            from contract in type.GetInterfaces()
            where contract.IsGenericType
            let definition = contract.GetGenericTypeDefinition()
            where definition == typeof(IRequestHandler<,>) || definition == typeof(IDomainEventHandler<>)
            select (contract, type);
        foreach (var (contract, type) in handlers)
            services.AddTransient(contract, type);
    }
}
