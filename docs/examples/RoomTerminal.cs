#:property PublishAot=false
// A room in a terminal: prints every frame as it comes, sends every line that is typed. Ctrl+C leaves.
// dotnet build docs/examples/RoomTerminal.cs, then in each terminal: dotnet run --no-build docs/examples/RoomTerminal.cs ws://localhost:8000/ws/{room_id}/{user_id}[?after=seq]
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

using var socket = new ClientWebSocket();
try
{
    await socket.ConnectAsync(new Uri(args[0]), CancellationToken.None);
    new Thread(SendLines) { IsBackground = true }.Start();
    await PrintFramesAsync();
    Console.WriteLine($"closed: {(int?)socket.CloseStatus} {socket.CloseStatusDescription}");
}
catch (WebSocketException exception)
{
    Console.WriteLine($"closed: {exception.Message}");
}

void SendLines()
{
    while (Console.ReadLine() is { } line && socket.State == WebSocketState.Open)
    {
        var frame = new JsonObject { ["content"] = line, ["client_id"] = Guid.NewGuid().ToString() };
        var bytes = Encoding.UTF8.GetBytes(frame.ToJsonString());
        socket.SendAsync(bytes, WebSocketMessageType.Text, true, CancellationToken.None).Wait();
    }
}

async Task PrintFramesAsync()
{
    var buffer = new byte[64 * 1024];
    var length = 0;
    while (await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None)
        is { MessageType: not WebSocketMessageType.Close } part)
    {
        length += part.Count;
        if (!part.EndOfMessage)
            continue;
        Console.WriteLine(Encoding.UTF8.GetString(buffer, 0, length));
        length = 0;
    }
}
