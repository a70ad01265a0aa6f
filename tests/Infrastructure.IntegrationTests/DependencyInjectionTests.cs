using FluentValidation;
using MediatR;
using VideoChat.Application.Users.CreateUser;
using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests;

public sealed class DependencyInjectionTests
{
    [Test]
    public async Task AddApplication_ForEachRequest_RegistersAHandler()
    {
        await using var host = TestHost.Create();
        var requests =
            from type in typeof(CreateUserCommand).Assembly.GetTypes()
            from contract in type.GetInterfaces()
            where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IRequest<>)
            select typeof(IRequestHandler<,>).MakeGenericType(type, contract.GetGenericArguments()[0]);

        var handlers = await host.UseAsync<IServiceProvider, List<object?>>(
            scope => Task.FromResult(requests.Select(scope.GetService).ToList()));

        Assert.That(handlers, Is.Not.Empty.And.All.Not.Null);
    }

    [Test]
    public async Task Send_WhenACommandIsInvalid_NoHandlerSeesIt()
    {
        await using var host = TestHost.Create();

        var exception = Assert.ThrowsAsync<ValidationException>(() => host.SendAsync(new CreateUserCommand("!")));

        Assert.That(exception.Errors.Select(error => error.PropertyName), Is.EqualTo(new[] { "Username" }));
    }
}
