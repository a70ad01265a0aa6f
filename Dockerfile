# Two images: `slim` (chat, and videos with Bunny.net) and, by default, `ffmpeg` (videos and live streams on the local disk too).
#   docker build -t videochat .
#   docker build -t videochat:slim --target slim .

# Fetches the third-party libraries of the page at /chat.
FROM node:24-alpine AS web
WORKDIR /web
COPY src/Api/Web/package.json src/Api/Web/package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /source

# The packages are restored first, so that Docker caches them until a project file changes.
COPY Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/Domain/Domain.csproj src/Domain/
COPY src/Application/Application.csproj src/Application/
COPY src/Infrastructure/Infrastructure.csproj src/Infrastructure/
COPY src/Api/Api.csproj src/Api/
RUN dotnet restore src/Api --use-current-runtime

COPY src src
COPY --from=web /web/node_modules src/Api/Web/node_modules
RUN dotnet publish src/Api --no-restore --configuration Release --use-current-runtime --no-self-contained -p:WebModulesFetched=true --output /app && mkdir /data

# This image has no shell and no package manager, and does not run as root.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled AS slim
WORKDIR /app
COPY --from=build /app ./
# A new named volume takes the owner of the folder on which it is mounted.
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
# Not pinned, because the mirrors remove a version of ffmpeg when a security fix replaces it.
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
