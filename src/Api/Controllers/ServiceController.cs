using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using VideoChat.Api.OpenApi;
using VideoChat.Application.Common;
using VideoChat.Application.Service;

namespace VideoChat.Api.Controllers;

/// <summary>What the service says of itself.</summary>
/// <param name="Message">A greeting.</param>
/// <param name="Version">The version of the API.</param>
/// <param name="Docs">Where the documentation is.</param>
/// <param name="Health">Where the health check is.</param>
/// <param name="Chat">Where the web client is.</param>
/// <param name="BunnyStream">Whether Bunny.net is the video provider: enabled or disabled.</param>
/// <param name="Features">What can be used here.</param>
/// <param name="Limits">What a client must keep to.</param>
public sealed record ServiceDto(
    string Message, string Version, string Docs, string Health, string Chat,
    [AllowedValues("enabled", "disabled")] string BunnyStream,
    ServiceFeaturesDto Features, ServiceLimitsDto Limits);

/// <param name="Videos">Whether videos can be uploaded.</param>
/// <param name="LiveStreams">Whether live streams can be created.</param>
public sealed record ServiceFeaturesDto(bool Videos, bool LiveStreams);

/// <param name="MessageLength">The longest content of a message, in UTF-16 units, as JavaScript counts.</param>
public sealed record ServiceLimitsDto(int MessageLength);

/// <summary>The service itself.</summary>
[ApiController, Route("/"), Tags("Service")]
public sealed class ServiceController(IMediator mediator) : ControllerBase
{
    /// <summary>Names the service and where to go from here.</summary>
    /// <remarks>Free of rate limits.</remarks>
    [HttpGet, HttpHead, OperationId("getService")]
    public async Task<ServiceDto> Get(CancellationToken cancellationToken)
    {
        var service = await mediator.Send(new GetServiceQuery(), cancellationToken);

        return new ServiceDto(
            "Video Chat API is running!", Product.Version, Docs: "/docs", Health: "/health", Chat: "/chat",
            BunnyStream: service.VideoProvider == "bunny" ? "enabled" : "disabled",
            new ServiceFeaturesDto(service.HasVideos, service.HasLiveStreams),
            new ServiceLimitsDto(service.MessageLength));
    }

    /// <summary>The web client.</summary>
    [HttpGet("chat"), HttpHead("chat"), ApiExplorerSettings(IgnoreApi = true)]
    public VirtualFileResult Chat() => File("/chat/index.html", "text/html; charset=utf-8");

    /// <summary>The documentation has one address.</summary>
    [HttpGet("redoc"), ApiExplorerSettings(IgnoreApi = true)]
    public RedirectResult Redoc() => Redirect("/docs");
}
