using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace VideoChat.Rivals.SignalR;

/// <summary>An ASP.NET Core SignalR hub and EF Core on SQLite, both with their defaults.</summary>
internal static class SignalRServer
{
    /// <summary>A room that exists from the start.</summary>
    private static readonly Guid KnownRoom = new("00000000-0000-7000-8000-000000000001");
    private const int KnownMessages = 1_000;

    public static int Run(WebApplicationBuilder builder, string database, bool saves)
    {
        builder.Services.AddDbContext<ChatDb>(options => options.UseSqlite($"Data Source={database}"));
        builder.Services.AddSingleton<RoomNumbers>();
        builder.Services.AddControllers();
        builder.Services.AddSignalR().AddJsonProtocol(options =>
            options.PayloadSerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);

        var app = builder.Build();
        FillAsync(app.Services).GetAwaiter().GetResult();
        app.MapControllers();
        if (saves)
            app.MapHub<SavingChatHub>("/hub");
        else
            app.MapHub<ForgetfulChatHub>("/hub");
        app.Run();
        return 0;
    }

    private static async Task FillAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDb>();
        await db.Database.EnsureCreatedAsync();
        db.Messages.AddRange(Enumerable.Range(0, KnownMessages).Select(n => new Message
        {
            Id = Guid.CreateVersion7(),
            RoomId = KnownRoom,
            UserId = KnownRoom,
            Username = "load-000000",
            Content = new string('x', 100),
            ClientId = $"{n:d28}",
            Timestamp = DateTime.UtcNow,
        }));
        await db.SaveChangesAsync();
    }
}
