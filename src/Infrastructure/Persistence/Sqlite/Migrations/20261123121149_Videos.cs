using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VideoChat.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Videos : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "milestone",
                table: "room_events",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "playback_id",
                table: "room_events",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "playback_url",
                table: "room_events",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "pull_url",
                table: "room_events",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "stream_id",
                table: "room_events",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "thumbnail_url",
                table: "room_events",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "title",
                table: "room_events",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "video_id",
                table: "room_events",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "live_streams",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    room_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    stream_key = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    playback_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    ingest_url = table.Column<string>(type: "TEXT", nullable: false),
                    pull_url = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_live_streams", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "videos",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    room_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    description = table.Column<string>(type: "TEXT", maxLength: 5000, nullable: true),
                    base_url = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    encode_progress = table.Column<int>(type: "INTEGER", nullable: false),
                    duration_seconds = table.Column<double>(type: "REAL", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_videos", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_live_streams_created_at_id",
                table: "live_streams",
                columns: new[] { "created_at", "id" },
                filter: "status IN ('Ready', 'Live')");

            migrationBuilder.CreateIndex(
                name: "IX_live_streams_room_id_created_at_id",
                table: "live_streams",
                columns: new[] { "room_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_videos_created_at_id",
                table: "videos",
                columns: new[] { "created_at", "id" },
                filter: "status IN ('Pending', 'Processing')");

            migrationBuilder.CreateIndex(
                name: "IX_videos_room_id_created_at_id",
                table: "videos",
                columns: new[] { "room_id", "created_at", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "live_streams");

            migrationBuilder.DropTable(
                name: "videos");

            migrationBuilder.DropColumn(
                name: "milestone",
                table: "room_events");

            migrationBuilder.DropColumn(
                name: "playback_id",
                table: "room_events");

            migrationBuilder.DropColumn(
                name: "playback_url",
                table: "room_events");

            migrationBuilder.DropColumn(
                name: "pull_url",
                table: "room_events");

            migrationBuilder.DropColumn(
                name: "stream_id",
                table: "room_events");

            migrationBuilder.DropColumn(
                name: "thumbnail_url",
                table: "room_events");

            migrationBuilder.DropColumn(
                name: "title",
                table: "room_events");

            migrationBuilder.DropColumn(
                name: "video_id",
                table: "room_events");
        }
    }
}
