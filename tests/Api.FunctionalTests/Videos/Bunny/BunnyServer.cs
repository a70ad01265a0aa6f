using VideoChat.Api.FunctionalTests.Support;
using VideoChat.BunnyEmulator;

namespace VideoChat.Api.FunctionalTests.Videos.Bunny;

/// <summary>A server with an emulated Bunny.net.</summary>
internal sealed class BunnyServer : IAsyncDisposable
{
    private BunnyServer(EmulatedBunny bunny, ApiServer api)
    {
        (Bunny, Api) = (bunny, api);
        UseWebhooks(bunny);
    }

    public EmulatedBunny Bunny { get; private set; }

    public ApiServer Api { get; }

    public static Task<BunnyServer> StartAsync(params (string Key, string Value)[] settings) =>
        StartAsync(Column.Sqlite, settings);

    public static async Task<BunnyServer> StartAsync(Column column, params (string Key, string Value)[] settings)
    {
        var bunny = await EmulatedBunny.StartAsync();
        return new BunnyServer(bunny, await ApiServer.StartAsync(
            column,
            [
                ("Bunny__BaseUrl", bunny.Address.ToString()),
                ("Bunny__ApiKey", EmulatedBunny.ApiKey),
                ("Bunny__LibraryId", EmulatedBunny.LibraryId),
                ("Bunny__PullZone", EmulatedBunny.PullZone),
                ("Bunny__ReadOnlyApiKey", EmulatedBunny.ReadOnlyApiKey),
                .. settings,
            ]));
    }

    /// <summary>Creates a room and a connected listener.</summary>
    public async Task<(Guid RoomId, RoomClient Listener)> OpenRoomAsync()
    {
        var roomId = await Api.CreateRoomAsync();
        return (roomId, await RoomClient.JoinAsync(Api, roomId, await Api.CreateUserAsync()));
    }

    public ValueTask StopBunnyAsync() => Bunny.DisposeAsync();

    /// <summary>Restarts the provider at the same address, without its data.</summary>
    public async Task RestartBunnyAsync()
    {
        Bunny = await EmulatedBunny.StartAsync(Bunny.Address.ToString());
        UseWebhooks(Bunny);
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await Bunny.DisposeAsync();
    }

    private void UseWebhooks(EmulatedBunny bunny) => bunny.Webhooks.Url = new Uri(Api.Address, "/bunny-webhook");
}
