using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace VideoChat.BunnyEmulator;

/// <summary>
/// An emulator of Bunny.net Stream on a local port: library, uploads, TUS, live streams, playback and webhooks, with switches for faults. A
/// test advances the processing, so no test waits for a clock.
/// </summary>
public sealed class EmulatedBunny : IAsyncDisposable
{
    public const string LibraryId = "133";
    public const string ApiKey = "test-api-key";
    public const string ReadOnlyApiKey = "test-read-only-key";
    public const string TokenKey = "test-cdn-key";
    public const string PullZone = "vz-test";

    private readonly WebApplication _app;
    private readonly Lock _faultLock = new();
    private Fault? _fault;
    private int _faultsLeft;
    private TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EmulatedBunny(string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
        });
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        _app = builder.Build();
        _app.Use(GuardAsync);
        VideoEndpoints.Map(_app, this);
        LiveEndpoints.Map(_app, this);
        TusEndpoints.Map(_app, this);
        _app.MapFallback("{**path}", context => PlaybackEndpoints.ServeAsync(context, this));
        Webhooks = new WebhookSender();
    }

    public Uri Address { get; private set; } = null!;

    public ConcurrentDictionary<Guid, EmulatedVideo> Videos { get; } = new();

    public ConcurrentDictionary<Guid, EmulatedLiveStream> LiveStreams { get; } = new();

    public WebhookSender Webhooks { get; }

    /// <summary>All requests with the configured key in order of arrival, for example <c>GET /library/133/videos/…</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The number of bytes received in uploads so far, including broken ones.</summary>
    public long BytesReceived => Interlocked.Read(ref BytesReceivedCounter);

    /// <summary>The number of uploads whose body broke off.</summary>
    public int BrokenUploads => BrokenUploadsCounter;

    /// <summary>Indicates whether the account is enrolled in the preview of live streaming.</summary>
    public bool IsEnrolledForLive { get; set; } = true;

    /// <summary>Indicates whether the reported hash differs from that of the file.</summary>
    public bool ShowsWrongHash { get; set; }

    internal long BytesReceivedCounter;
    internal int BrokenUploadsCounter;

    /// <summary>The fault of the following requests, or null.</summary>
    public Fault? Fault
    {
        get
        {
            lock (_faultLock)
                return _fault;
        }
        set
        {
            lock (_faultLock)
                (_fault, _faultsLeft) = (value, value?.Times ?? 0);
        }
    }

    internal Task Released => _released.Task;

    /// <param name="address">
    /// The address to listen on. By default, the port is free. A restart can use the same address again.
    /// </param>
    public static async Task<EmulatedBunny> StartAsync(string address = "http://127.0.0.1:0")
    {
        var emulator = new EmulatedBunny(address);
        await emulator._app.StartAsync();
        var addresses = emulator._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        emulator.Address = new Uri(addresses.Addresses.First());
        return emulator;
    }

    /// <summary>Continues transfers that were held.</summary>
    public void Release()
    {
        Fault = null;
        Interlocked.Exchange(ref _released, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    /// <summary>Processes the file until it is playable, or finds that it is not a video. Then sends the webhooks.</summary>
    public async Task ProcessAsync(Guid videoId, bool isVideo = true)
    {
        var video = Videos[videoId];
        if (!isVideo)
        {
            video.EncodeProgress = 5;
            video.Status = 5;
            await Webhooks.SendAsync(videoId, [0, 5]);
            return;
        }
        video.Status = 3;
        video.EncodeProgress = 50;
        video.AvailableResolutions = "360p";
        Finish(video);
        await Webhooks.SendAsync(videoId, [0, 1, 1, 2, 4, 4, 3]);
    }

    /// <summary>Sets the progress of the encoder without sending a webhook.</summary>
    public void Transcode(Guid videoId, int percent)
    {
        Videos[videoId].Status = 3;
        Videos[videoId].EncodeProgress = percent;
    }

    public async ValueTask DisposeAsync()
    {
        Release();
        await _app.DisposeAsync();
        Webhooks.Dispose();
    }

    internal Fault? TakeFault(HttpRequest request, params FaultKind[] kinds)
    {
        lock (_faultLock)
        {
            if (_fault is not { } fault || _faultsLeft == 0 || !kinds.Contains(fault.Kind)
                || fault.Concerns?.Invoke(request.Method, request.Path) == false)
            {
                return null;
            }
            _faultsLeft--;
            return fault;
        }
    }

    private void Finish(EmulatedVideo video)
    {
        video.AvailableResolutions = "480p,720p,360p";
        video.EncodeProgress = 100;
        video.Length = 20;
        video.StorageSize = video.FileBytes;
        video.OriginalHash = ShowsWrongHash ? new string('0', 64) : video.FileHash;
        video.Status = 4;
    }

    /// <summary>Checks the key and applies the current fault.</summary>
    private async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/library"))
        {
            await next(context);
            return;
        }

        Requests.Enqueue($"{context.Request.Method} {context.Request.Path}");
        if (context.Request.Headers["AccessKey"] != ApiKey || !context.Request.Path.StartsWithSegments("/library/" + LibraryId))
        {
            await DenyAsync(context);
            return;
        }
        switch (TakeFault(context.Request, FaultKind.Status, FaultKind.Hang, FaultKind.Cut, FaultKind.Nonsense))
        {
            case null:
                await next(context);
                break;
            case { Kind: FaultKind.Status, Status: 401 }:
                await DenyAsync(context);
                break;
            case { Kind: FaultKind.Status } fault:
                context.Response.Headers.RetryAfter = fault.RetryAfter;
                context.Response.StatusCode = fault.Status;
                await context.Response.WriteAsJsonAsync(
                    new { success = false, message = "/mnt/storage/133 failed for test-api-key", statusCode = fault.Status });
                break;
            case { Kind: FaultKind.Hang }:
                await HangAsync(context);
                break;
            case { Kind: FaultKind.Nonsense }:
                await context.Response.WriteAsync("<html>/mnt/storage</html>");
                break;
            default:
                context.Abort();
                break;
        }
    }

    private async Task HangAsync(HttpContext context)
    {
        try
        {
            await Released.WaitAsync(context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The caller has disconnected.
        }
        context.Abort();
    }

    private static Task DenyAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(
            """{"Success":false,"Message":"Authentication has been denied for this request.","StatusCode":401}""");
    }
}
