using VideoChat.Generated;

using var http = new HttpClient { BaseAddress = new Uri(args[0]) };
var api = new VideoChatClient(http);

var user = await api.CreateUserAsync(new CreateUserRequest { Username = "ada" });
var room = await api.CreateRoomAsync(new CreateRoomRequest { Name = "lobby" });
await api.PostMessageAsync(room.Id, new PostMessageRequest { User_id = user.Id, Content = "hello" });
var upload = await api.CreateVideoUploadAsync(room.Id, new CreateVideoUploadRequest { Title = "clip" });

Console.WriteLine($"room {room.Id}");
foreach (var message in await api.ListMessagesAsync(room.Id))
    Console.WriteLine($"{message.Username} says {message.Content}");
foreach (var roomEvent in await api.ListRoomEventsAsync(room.Id))
{
    if (roomEvent is MessageFrame message)
        Console.WriteLine($"message: {message.Content}");
    else if (roomEvent is VideoUploadCreatedFrame created)
        Console.WriteLine($"upload of {created.Title}");
}

try
{
    await api.GetRoomAsync(user.Id);
}
catch (ApiException<Problem> exception)
{
    Console.WriteLine($"{exception.Result.Status}: {exception.Result.Detail}");
}

await using var file = File.OpenRead(args[1]);
var uploaded = await api.UploadVideoAsync(upload.Id, new FileParameter(file, "clip.mp4", "video/mp4"));
Console.WriteLine(uploaded.Status.ToString().ToLowerInvariant());
