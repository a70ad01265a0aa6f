using System.Reflection;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Hosting;
using VideoChat.Api.Controllers;
using VideoChat.Application.Common;
using VideoChat.Domain.Users;

namespace VideoChat.Api.FunctionalTests.Architecture;

/// <summary>The references that layers and folders may have.</summary>
public sealed class LayerTests
{
    private static readonly Assembly Domain = typeof(User).Assembly;
    private static readonly Assembly Application = typeof(IUnitOfWork).Assembly;
    private static readonly Assembly Infrastructure = typeof(VideoChat.Infrastructure.DependencyInjection).Assembly;
    private static readonly Assembly Api = typeof(RoomsController).Assembly;

    private static IEnumerable<Type> Controllers() =>
        Api.GetTypes().Where(type => type.IsAssignableTo(typeof(ControllerBase)));

    [Test]
    public void Domain_Always_ReferencesOnlyTheRuntime()
    {
        Assert.That(ReferencesOf(Domain), Is.Not.Empty.And.All.StartsWith("System."));
    }

    [Test]
    public void Application_Always_ReferencesOnlyDomain()
    {
        Assert.That(ReferencesOf(Application).Where(name => name.StartsWith("VideoChat.")), Is.EqualTo(new[] { "VideoChat.Domain" }));
    }

    [TestCase("Microsoft.EntityFrameworkCore")]
    [TestCase("Microsoft.AspNetCore")]
    [TestCase("Microsoft.Data")]
    [TestCase("Microsoft.Extensions.Hosting")]
    [TestCase("System.Data")]
    [TestCase("System.Net.WebSockets")]
    public void Application_Always_ReferencesNoDatabaseAndNoWeb(string technology)
    {
        Assert.That(ReferencesOf(Application), Has.None.StartsWith(technology));
    }

    [Test]
    public void Infrastructure_Always_DoesNotReferenceTheApi()
    {
        Assert.That(ReferencesOf(Infrastructure), Has.None.EqualTo("VideoChat.Api"));
    }

    [Test]
    public void Api_Always_ReferencesNoDatabase()
    {
        Assert.That(ReferencesOf(Api), Has.None.StartsWith("Microsoft.EntityFrameworkCore").And.None.StartsWith("Microsoft.Data"));
    }

    /// <summary>Only the facade, its two handles and the options may be public.</summary>
    [Test]
    public void Realtime_Always_ExposesOnlyItsFacade()
    {
        var visible = Infrastructure.GetTypes()
            .Where(type => type.IsPublic && type.Namespace!.StartsWith("VideoChat.Infrastructure.Realtime", StringComparison.Ordinal))
            .Select(type => type.Name);

        Assert.That(visible, Is.EquivalentTo(new[]
        {
            "RealtimeServer", "RoomConnection", "FrameSocket", "RealtimeOptions", "ShutdownOptions",
        }));
    }

    [TestCaseSource(nameof(Controllers))]
    public void Controller_Always_DependsOnlyOnTheMediator(Type controller)
    {
        Type[] allowed = controller == typeof(HealthController) ? [typeof(IMediator), typeof(IHostEnvironment)] : [typeof(IMediator)];

        var dependencies = controller.GetConstructors().Single().GetParameters().Select(parameter => parameter.ParameterType);

        Assert.That(dependencies, Is.SubsetOf(allowed));
    }

    [TestCaseSource(nameof(Controllers))]
    public void Controller_Always_IsSealedAndHasNoViews(Type controller)
    {
        Assert.That(controller.IsSealed, Is.True);
        Assert.That(controller.BaseType, Is.EqualTo(typeof(ControllerBase)));
        Assert.That(controller.Namespace, Is.EqualTo("VideoChat.Api.Controllers"));
    }

    [TestCaseSource(nameof(Controllers))]
    public void Controller_Always_HasNoState(Type controller)
    {
        var statics = controller.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);

        Assert.That(statics.Where(field => !field.IsLiteral), Is.Empty);
    }

    [Test]
    public void Handler_Always_IsSealedAndInternal()
    {
        var handlers = Application.GetTypes().Where(type => type.GetInterfaces().Any(contract =>
            contract.IsGenericType
            && (contract.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)
                || contract.GetGenericTypeDefinition() == typeof(IDomainEventHandler<>)))).ToList();

        Assert.That(handlers, Is.Not.Empty);
        Assert.That(handlers.Where(handler => !handler.IsSealed || handler.IsPublic), Is.Empty);
    }

    [Test]
    public void Entity_Always_HasNoPublicSetter()
    {
        var setters =
            from type in Domain.GetTypes()
            where type.IsClass && !IsRecord(type)
            from property in type.GetProperties()
            where property.DeclaringType == type && property.SetMethod is { IsPublic: true }
            select $"{type.Name}.{property.Name}";

        Assert.That(setters, Is.Empty);
    }

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static List<string> ReferencesOf(Assembly assembly) =>
        [.. assembly.GetReferencedAssemblies().Select(reference => reference.Name!)];
}
