using VideoChat.Rivals.Floor;

// One kind of server to a process: dotnet VideoChat.Rivals.dll floor --urls http://127.0.0.1:8001
var kind = args.FirstOrDefault();
var builder = WebApplication.CreateBuilder([.. args.Skip(1)]);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var folder = Directory.CreateDirectory(builder.Configuration["Storage:Path"] ?? "data").FullName;

switch (kind)
{
    case "floor":
        return FloorServer.Run(builder, disk: null);
    case "durable-floor":
        return FloorServer.Run(builder, new FloorDisk(Path.Combine(folder, "floor.db")));
    default:
        Console.Error.WriteLine("floor | durable-floor, then --urls and --Storage:Path");
        return 2;
}
