using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Idempotency;

/// <summary>The POST requests that take an idempotency key.</summary>
internal static class IdempotentPosts
{
    public const string Header = "Idempotency-Key";

    public static readonly string[] All = ["users", "rooms", "join", "leave", "messages"];

    public static (string Name, string Value) NewKey() => (Header, Guid.NewGuid().ToString());

    public static async Task<(string Path, object Body)> PrepareAsync(ApiServer api, string post)
    {
        var (ada, room) = (await api.CreateUserAsync(), await api.CreateRoomAsync("Küche <1> 😀"));
        return post switch
        {
            "users" => ("/users", new { username = "bob" }),
            "rooms" => ("/rooms", new { name = "Grüße & <b>'+😀" }),
            "messages" => ($"/rooms/{room}/messages", new { user_id = ada.Id, content = "Grüße & <b>'+😀 \"\\" }),
            _ => ($"/rooms/{room}/{post}", new { user_id = ada.Id }),
        };
    }
}
