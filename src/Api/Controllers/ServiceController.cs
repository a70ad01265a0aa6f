using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using VideoChat.Api.Controllers.Attributes;
using VideoChat.Application.Common;
using VideoChat.Application.Service;
using VideoChat.Application.Videos;

namespace VideoChat.Api.Controllers;

/// <summary>The version, features and limits of the server.</summary>
/// <param name="Message">A greeting.</param>
/// <param name="Version">The version of the API.</param>
/// <param name="Docs">The path of the documentation.</param>
/// <param name="Health">The path of the health check.</param>
/// <param name="Chat">The path of the web client.</param>
/// <param name="BunnyStream">Whether Bunny.net is the video provider: enabled or disabled.</param>
/// <param name="Features">The features of the server.</param>
/// <param name="Limits">The limits for clients.</param>
public sealed record ServiceDto(
    string Message, string Version, string Docs, string Health, string Chat,
    [AllowedValues("enabled", "disabled")] string BunnyStream,
    ServiceFeaturesDto Features, ServiceLimitsDto Limits);

/// <param name="Videos">Whether videos can be uploaded.</param>
/// <param name="LiveStreams">Whether live streams can be created.</param>
/// <param name="Tus">Whether a file can also be uploaded directly to the video provider with tus.</param>
public sealed record ServiceFeaturesDto(bool Videos, bool LiveStreams, bool Tus);

/// <summary>The server.</summary>
[ApiController, Route("/"), Tags("Service")]
public sealed class ServiceController(IMediator mediator) : ControllerBase
{
    /// <summary>Gets the version, features and limits of the server.</summary>
    /// <remarks>The request is exempt from rate limits.</remarks>
    [HttpGet, HttpHead, OperationId("getService")]
    public async Task<ServiceDto> Get(CancellationToken cancellationToken)
    {
        var service = await mediator.Send(new GetServiceQuery(), cancellationToken);

        return new ServiceDto(
            "Video Chat API is running!", Product.Version, Docs: "/docs", Health: "/health", Chat: "/chat",
            BunnyStream: service.VideoProvider == MediaProvider.Bunny ? "enabled" : "disabled",
            new ServiceFeaturesDto(service.HasVideos, service.HasLiveStreams, service.HasTus), service.Limits);
    }

    [HttpGet("chat"), HttpHead("chat"), ApiExplorerSettings(IgnoreApi = true)]
    public VirtualFileResult Chat() => File("/chat/index.html", "text/html; charset=utf-8");

    [HttpGet("redoc"), ApiExplorerSettings(IgnoreApi = true)]
    public RedirectResult Redoc() => Redirect("/docs");
}
