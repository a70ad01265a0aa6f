using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Moq;
using VideoChat.Application;
using VideoChat.Application.Realtime;
using VideoChat.Application.Service;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Persistence.Startup;

namespace VideoChat.Infrastructure.IntegrationTests.Support;

/// <summary>
/// The real services of both layers on a separate database. Only the clock, the host, the limits of the API and, on request, the
/// broadcaster are replaced. Hosted services run only if a method here starts them.
/// </summary>
internal sealed class TestHost : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresDatabase>> Template = new(MigrateTemplateAsync);

    private readonly TestFolder _folder = new();
    private readonly PostgresDatabase? _postgres;
    private readonly ServiceProvider _services;
    private readonly FakeHost _host;
    private bool _logRuns;

    private TestHost(
        FakeTimeProvider? clock, bool isBroadcastingReal, Dictionary<string, string?>? settings, PostgresDatabase? postgres)
    {
        Clock = clock ?? Some.Clock();
        _host = new FakeHost(_folder.Path);
        settings ??= [];
        settings.TryAdd("Storage:Path", ".");
        if ((_postgres = postgres) is not null)
            SetPostgres(settings, postgres!);
        var services = new ServiceCollection()
            .AddApplication()
            .AddInfrastructure()
            .AddValidatorsFromAssembly(typeof(Application.DependencyInjection).Assembly, ServiceLifetime.Singleton)
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSingleton<IHostEnvironment>(_host)
            .AddSingleton<IHostApplicationLifetime>(_host)
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(Mock.Of<IServiceLimits>()) // The API implements it, because it reads options of the API.
            .AddLogging(logging => logging.AddProvider(Logs));
        if (!isBroadcastingReal)
            services.AddSingleton<IRoomBroadcaster>(Broadcaster);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }

    public FakeTimeProvider Clock { get; }

    public RecordingLogs Logs { get; } = new();

    public RecordingBroadcaster Broadcaster { get; } = new();

    public CancellationToken Stopping => _host.ApplicationStopping;

    public string DatabasePath => Path.Combine(_folder.Path, "videochat.db");

    public LogQueue Log => Get<LogQueue>();

    /// <summary>Creates the services without starting any.</summary>
    public static TestHost Create(FakeTimeProvider? clock = null, Dictionary<string, string?>? settings = null) =>
        new(clock, isBroadcastingReal: false, settings, postgres: null);

    /// <summary>Creates the services on an empty database without starting any.</summary>
    public static async Task<TestHost> CreateAsync(Column column, FakeTimeProvider? clock = null) =>
        new(clock, isBroadcastingReal: false, settings: null, column == Column.Postgres ? await PostgresDatabase.CreateAsync() : null);

    /// <summary>Creates the services on a migrated database. Writes wait for <see cref="StartLogAsync"/>, which stores them as one batch.</summary>
    public static async Task<TestHost> CreateMigratedAsync(
        FakeTimeProvider? clock = null, bool isBroadcastingReal = false, Column column = Column.Sqlite)
    {
        var postgres = column == Column.Postgres ? await PostgresDatabase.CreateAsync(await Template.Value) : null;
        var host = new TestHost(clock, isBroadcastingReal, settings: null, postgres);
        await host.MigrateAsync();
        return host;
    }

    /// <summary>Creates the services on a migrated database and starts the log.</summary>
    public static async Task<TestHost> StartAsync(
        FakeTimeProvider? clock = null, bool isBroadcastingReal = false, Column column = Column.Sqlite)
    {
        var host = await CreateMigratedAsync(clock, isBroadcastingReal, column);
        await host.StartLogAsync();
        return host;
    }

    /// <summary>Creates another machine on the same database without starting its services.</summary>
    public TestHost Another(FakeTimeProvider? clock = null)
    {
        var settings = new Dictionary<string, string?>();
        if (_postgres is null)
            settings["ConnectionStrings:Default"] = $"Data Source={DatabasePath}";
        else
            SetPostgres(settings, _postgres);
        return new TestHost(clock ?? Clock, isBroadcastingReal: false, settings, postgres: null);
    }

    /// <summary>The PostgreSQL database, for changes that no request can make.</summary>
    public PostgresDatabase Postgres => _postgres!;

    public TService Get<TService>()
        where TService : notnull => _services.GetRequiredService<TService>();

    /// <summary>Runs the migrator until it succeeds or fails.</summary>
    public async Task MigrateAsync()
    {
        var migrator = GetHosted<DatabaseMigrator>();
        await migrator.StartAsync(CancellationToken.None);
        await migrator.ExecuteTask!.WaitAsync(Wait.Timeout);
    }

    public async Task StartLogAsync()
    {
        await Log.StartAsync(CancellationToken.None);
        _logRuns = true;
    }

    public Task StopLogAsync() => Log.StopAsync(CancellationToken.None).WaitAsync(Wait.Timeout);

    public TService GetHosted<TService>()
        where TService : IHostedService => _services.GetServices<IHostedService>().OfType<TService>().Single();

    /// <summary>Queries a service in a new scope, as a request does.</summary>
    public async Task<TAnswer> UseAsync<TService, TAnswer>(Func<TService, Task<TAnswer>> use)
        where TService : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task<TAnswer> SendAsync<TAnswer>(IRequest<TAnswer> request) =>
        UseAsync<IMediator, TAnswer>(mediator => mediator.Send(request)).WaitAsync(Wait.Timeout);

    /// <summary>Reads the database without any cache.</summary>
    public async Task<TAnswer> ReadAsync<TAnswer>(Func<VideoChatDbContext, Task<TAnswer>> use)
    {
        await using var db = await Get<IDbContextFactory<VideoChatDbContext>>().CreateDbContextAsync();
        return await use(db);
    }

    /// <summary>Inserts rows into the database without the log.</summary>
    public Task<int> SeedAsync(params object[] rows) => ReadAsync(db =>
    {
        db.AddRange(rows);
        return db.SaveChangesAsync();
    });

    /// <summary>Removes the events after a seq from a log, as a fail-over to a standby that lags does.</summary>
    public Task GoBackAsync(Room room, long seq) => ReadAsync(async db =>
    {
        await db.RoomEvents.Where(e => e.RoomId == room.Id && e.Seq > seq).ExecuteDeleteAsync();
        return await db.Rooms.Where(r => r.Id == room.Id).ExecuteUpdateAsync(rooms => rooms
            .SetProperty(r => r.LastSeq, seq)
            .SetProperty(r => r.LastEventId, db.RoomEvents.Where(e => e.RoomId == room.Id && e.Seq == seq).Select(e => (Guid?)e.Id).Single()));
    });

    public async Task<Room> SeedRoomAsync(string name = "General")
    {
        var room = Some.Room(name);
        await SeedAsync(room);
        return room;
    }

    public async Task<User> SeedUserAsync(string username = "ada")
    {
        var user = Some.User(username);
        await SeedAsync(user);
        return user;
    }

    /// <summary>Enqueues a message. The inner task completes when the message is stored.</summary>
    public async Task<Task<Message>> EnqueueAsync(MessagePosted message)
    {
        var queued = await Log.EnqueueAsync(message, request: null, _ => "answer", CancellationToken.None);
        return queued.Stored.WaitAsync(Wait.Timeout);
    }

    /// <summary>Appends a message and waits until it is stored.</summary>
    public async Task<Message> AppendAsync(MessagePosted message) => await await EnqueueAsync(message);

    public async ValueTask DisposeAsync()
    {
        if (_logRuns)
            await StopLogAsync();
        await _services.DisposeAsync();
        _host.Dispose();
        _folder.Dispose();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }

    // Every test copies the template, because a copy takes a tenth of the time of a migration. The template cannot be copied while
    // the pool keeps connections to it.
    private static async Task<PostgresDatabase> MigrateTemplateAsync()
    {
        var template = await PostgresDatabase.CreateAsync();
        var settings = new Dictionary<string, string?>();
        SetPostgres(settings, template);
        settings["ConnectionStrings:Default"] += ";Pooling=false";
        await using var host = Create(settings: settings);
        await host.MigrateAsync();
        return template;
    }

    private static void SetPostgres(Dictionary<string, string?> settings, PostgresDatabase database)
    {
        settings["Database:Provider"] = "Postgres";
        // The driver checks every second instead of every ten, because tests wait until it notices a broken connection.
        settings["ConnectionStrings:Default"] = database.ConnectionString + ";Keepalive=1";
    }
}
