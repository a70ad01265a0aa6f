FROM node:22-alpine AS web
WORKDIR /web
COPY src/Api/Web/package.json src/Api/Web/package-lock.json src/Api/Web/.npmrc ./
RUN npm ci --omit=dev

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# Packages first: they are fetched anew only when a project file changes.
COPY Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/Domain/Domain.csproj src/Domain/
COPY src/Application/Application.csproj src/Application/
COPY src/Infrastructure/Infrastructure.csproj src/Infrastructure/
COPY src/Api/Api.csproj src/Api/
COPY src/Api/Web/Web.targets src/Api/Web/
RUN dotnet restore src/Api

COPY src src
COPY --from=web /web/node_modules/hls.js/dist/hls.min.mjs /web/node_modules/tus-js-client/dist/tus.min.js src/Api/wwwroot/chat/vendor/
RUN dotnet publish src/Api --no-restore --configuration Release --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# For videos and live streams on the local disk; chat and Bunny.net do without.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ffmpeg \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app ./

# A named volume takes over the owner of the folder that it covers.
RUN mkdir /data && chown app:app /data
VOLUME /data

ENV ASPNETCORE_URLS=http://+:8000 \
    Storage__Path=/data \
    Live__ListenAddress=0.0.0.0
EXPOSE 8000 19350-19359
USER app

# The image has no curl; bash speaks TCP by itself.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8000 && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]

ENTRYPOINT ["dotnet", "VideoChat.Api.dll"]
