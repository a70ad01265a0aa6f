using FluentValidation;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VideoChat.Application;
using VideoChat.Application.Health;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Benchmarks;

/// <summary>The server's services on a new SQLite file, without a web server, with one user and one room.</summary>
internal sealed class Store : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("videochat");
    private readonly IHost _host;

    private Store()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["Storage:Path"] = _folder.FullName;
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddApplication().AddInfrastructure();
        builder.Services.AddValidatorsFromAssembly(typeof(Application.DependencyInjection).Assembly, ServiceLifetime.Singleton);
        _host = builder.Build();
    }

    public User User { get; } = Some.User();

    public Room Room { get; } = Some.Room();

    public static async Task<Store> StartAsync()
    {
        var store = new Store();
        await store._host.StartAsync();
        await store.Get<Lifecycle>().WaitUntilMigratedAsync(CancellationToken.None);
        await using var db = await store.Get<Microsoft.EntityFrameworkCore.IDbContextFactory<VideoChatDbContext>>().CreateDbContextAsync();
        db.AddRange(store.User, store.Room);
        await db.SaveChangesAsync();
        return store;
    }

    public TService Get<TService>()
        where TService : notnull => _host.Services.GetRequiredService<TService>();

    /// <summary>Appends messages concurrently, as in a busy room, and waits until they are stored.</summary>
    public async Task AppendAsync(int count)
    {
        var log = Get<LogQueue>();
        var stored = new Task<Message>[count];
        for (var i = 0; i < count; i++)
            stored[i] = (await log.EnqueueAsync(Some.Message(Room, User), request: null, message => message, CancellationToken.None)).Stored;
        await Task.WhenAll(stored);
    }

    public async Task<TAnswer> SendAsync<TAnswer>(IRequest<TAnswer> request)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _folder.Delete(recursive: true);
    }
}
