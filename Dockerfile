# Two images: `slim` (chat, and videos with Bunny.net) and, by default, `ffmpeg` (videos and live streams on the local disk too).
#   docker build -t videochat .
#   docker build -t videochat:slim --target slim .

# What the page at /chat loads besides its own files.
FROM node:24-alpine AS web
WORKDIR /web
COPY src/Api/Web/package.json src/Api/Web/package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /source

# Packages first: they are fetched anew only when a project file changes.
COPY Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/Domain/Domain.csproj src/Domain/
COPY src/Application/Application.csproj src/Application/
COPY src/Infrastructure/Infrastructure.csproj src/Infrastructure/
COPY src/Api/Api.csproj src/Api/
RUN dotnet restore src/Api --use-current-runtime

COPY src src
COPY --from=web /web/node_modules src/Api/Web/node_modules
RUN dotnet publish src/Api --no-restore --configuration Release --use-current-runtime --no-self-contained -p:WebModulesFetched=true --output /app && mkdir /data

# No shell, no package manager, not root.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled AS slim
WORKDIR /app
COPY --from=build /app ./
# A named volume takes over the owner of the folder that it covers.
COPY --from=build --chown=$APP_UID:$APP_UID /data /data
VOLUME /data
ENV ASPNETCORE_URLS=http://+:8000 \
    Storage__Path=/data
EXPOSE 8000
USER $APP_UID
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["dotnet", "VideoChat.Api.dll", "--health-check"]
ENTRYPOINT ["dotnet", "VideoChat.Api.dll"]

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble AS ffmpeg
# Unpinned: an old version of ffmpeg is gone from the mirrors with the first fault that is mended in it.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends ffmpeg \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app ./
COPY --from=build --chown=$APP_UID:$APP_UID /data /data
VOLUME /data
ENV ASPNETCORE_URLS=http://+:8000 \
    Storage__Path=/data \
    Live__ListenAddress=0.0.0.0
EXPOSE 8000
USER $APP_UID
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["dotnet", "VideoChat.Api.dll", "--health-check"]
ENTRYPOINT ["dotnet", "VideoChat.Api.dll"]
