using System.Net.Http.Json;
using System.Text.Json;

namespace VideoChat.LoadTests.Dialects;

internal static class Casting
{
    private const int AtOnce = 64;

    public static IReadOnlyList<RoomCast> OutOfThinAir(int rooms, int membersEach) =>
        [.. Enumerable.Range(0, rooms).Select(_ => new RoomCast(
            Guid.NewGuid(), [.. Enumerable.Range(0, membersEach).Select(n => new Person(Guid.NewGuid(), NameOf(n)))]))];

    public static async Task<IReadOnlyList<RoomCast>> OverHttpAsync(Uri server, int rooms, int membersEach)
    {
        using var http = new HttpClient { BaseAddress = server };
        var roomIds = await PostAllAsync(http, "rooms", rooms, n => new { name = $"load {n}" });
        var userIds = await PostAllAsync(http, "users", rooms * membersEach, n => new { username = NameOf(n) });
        return [.. roomIds.Select((roomId, room) => new RoomCast(
            roomId, [.. Enumerable.Range(room * membersEach, membersEach).Select(n => new Person(userIds[n], NameOf(n)))]))];
    }

    public static string NameOf(int number) => $"load-{number:d6}";

    public static async Task<Guid[]> PostAllAsync(HttpClient http, string path, int count, Func<int, object> body)
    {
        var ids = new Guid[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (n, cancellation) =>
        {
            using var response = await http.PostAsJsonAsync(path, body(n), cancellation);
            if (!response.IsSuccessStatusCode)
                throw new MeasurementException(
                    $"POST /{path} is {(int)response.StatusCode}. Was the server started with RateLimiting__Enabled=false?");
            ids[n] = (await response.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("id").GetGuid();
        });
        return ids;
    }
}
