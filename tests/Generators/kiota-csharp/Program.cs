using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;
using VideoChat.Generated;
using VideoChat.Generated.Models;

using var adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider()) { BaseUrl = args[0] };
var api = new VideoChatClient(adapter);

var user = (await api.Users.PostAsync(new CreateUserRequest { Username = "ada" }))!;
var room = (await api.Rooms.PostAsync(new CreateRoomRequest { Name = "lobby" }))!;
var thisRoom = api.Rooms[room.Id!.Value];
await thisRoom.Messages.PostAsync(new PostMessageRequest { UserId = user.Id, Content = "hello" });
var upload = (await thisRoom.VideoUpload.PostAsync(new CreateVideoUploadRequest { Title = "clip" }))!;

Console.WriteLine($"room {room.Id}");
foreach (var message in (await thisRoom.Messages.GetAsync())!)
    Console.WriteLine($"{message.Username} says {message.Content}");
foreach (var roomEvent in (await thisRoom.Events.GetAsync())!)
{
    if (roomEvent is MessageFrame message)
        Console.WriteLine($"message: {message.Content}");
    else if (roomEvent is VideoUploadCreatedFrame created)
        Console.WriteLine($"upload of {created.Title}");
}

try
{
    await api.Rooms[user.Id!.Value].GetAsync();
}
catch (Problem problem)
{
    Console.WriteLine($"{problem.Status}: {problem.Message}");
}

await using var file = File.OpenRead(args[1]);
var uploaded = await api.UploadProxy[upload.Id!.Value].PutAsync(file, "video/mp4");
Console.WriteLine(uploaded!.Status.ToString()!.ToLowerInvariant());
