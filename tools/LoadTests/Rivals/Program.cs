using VideoChat.Rivals;
using VideoChat.Rivals.Floor;
using VideoChat.Rivals.SignalR;

// Each process runs one kind of server: dotnet VideoChat.Rivals.dll floor --urls http://127.0.0.1:8001 --Storage:Path /tmp/floor
var builder = WebApplication.CreateBuilder([.. args.Skip(1)]);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var folder = Directory.CreateDirectory(builder.Configuration["Storage:Path"] ?? "data").FullName;
var database = Path.Combine(folder, "rival.db");

switch (args.FirstOrDefault())
{
    case "floor":
        return FloorServer.Run(builder, disk: null);
    case "durable-floor":
        return FloorServer.Run(builder, new FloorDisk(database));
    case "signalr":
        return SignalRServer.Run(builder, database, saves: false);
    case "signalr-ef":
        return SignalRServer.Run(builder, database, saves: true);
    case "commit":
        using (var disk = new FloorDisk(database))
            return CommitMeter.Run(disk);
    default:
        Console.Error.WriteLine("floor | durable-floor | signalr | signalr-ef | commit, then --urls and --Storage:Path");
        return 2;
}
