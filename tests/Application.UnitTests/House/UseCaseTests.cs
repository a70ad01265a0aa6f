using MediatR;
using VideoChat.Application.Common;
using VideoChat.Application.Realtime;
using VideoChat.Application.Rooms;
using VideoChat.Application.Videos;

namespace VideoChat.Application.UnitTests.House;

/// <summary>Each request is a command or a query, its handler has a unit test, and queries have no side effects.</summary>
public sealed class UseCaseTests
{
    /// <summary>The ports through which a handler writes, sends or starts something.</summary>
    private static readonly Type[] Effects =
        [typeof(IUnitOfWork), typeof(IRoomLog), typeof(IRoomBroadcaster), typeof(IVideoRefreshQueue), typeof(IMediator)];

    private static readonly (Type Request, Type Handler)[] UseCases =
    [
        .. from type in typeof(IUnitOfWork).Assembly.GetTypes()
           from contract in type.GetInterfaces()
           where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)
           select (contract.GenericTypeArguments[0], type),
    ];

    [Test]
    public void Requests_AreNamedAsCommandsOrQueries()
    {
        var unnamed = UseCases.Select(useCase => useCase.Request.Name).Where(name =>
            !name.EndsWith("Command", StringComparison.Ordinal) && !name.EndsWith("Query", StringComparison.Ordinal));

        Assert.That(UseCases, Is.Not.Empty);
        Assert.That(unnamed, Is.Empty);
    }

    [Test]
    public void Queries_DependOnNoPortThatHasAnEffect()
    {
        var effects =
            from useCase in UseCases
            where useCase.Request.Name.EndsWith("Query", StringComparison.Ordinal)
            from dependency in useCase.Handler.GetConstructors().Single().GetParameters()
            where Effects.Contains(dependency.ParameterType)
            select $"{useCase.Handler.Name}: {dependency.ParameterType.Name}";

        Assert.That(effects, Is.Empty);
    }

    [Test]
    public void Handlers_HaveAUnitTest()
    {
        var tests = string.Join('\n', SourceTree.ListTexts()
            .Where(file => file.StartsWith("tests/Application.UnitTests/", StringComparison.Ordinal)).SelectMany(SourceTree.ReadLines));

        var untested = UseCases.Select(useCase => useCase.Handler.Name).Where(name => !tests.Contains(name, StringComparison.Ordinal));

        Assert.That(untested, Is.Empty);
    }
}
