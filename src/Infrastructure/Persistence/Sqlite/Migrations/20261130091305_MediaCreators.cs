using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VideoChat.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class MediaCreators : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "failure",
                table: "videos",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "user_id",
                table: "videos",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "username",
                table: "videos",
                type: "TEXT",
                maxLength: 50,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "member_count",
                table: "rooms",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "failure",
                table: "room_events",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "user_id",
                table: "live_streams",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "username",
                table: "live_streams",
                type: "TEXT",
                maxLength: 50,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "video_id",
                table: "live_streams",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_memberships_room_id_joined_at_user_id",
                table: "memberships",
                columns: new[] { "room_id", "joined_at", "user_id" });

            // Triggers count the members, because an older version writes memberships without counting them.
            migrationBuilder.Sql(
                """
                CREATE TRIGGER memberships_added AFTER INSERT ON memberships BEGIN
                    UPDATE rooms SET member_count = member_count + 1 WHERE id = NEW.room_id;
                END;
                """);
            migrationBuilder.Sql(
                """
                CREATE TRIGGER memberships_removed AFTER DELETE ON memberships BEGIN
                    UPDATE rooms SET member_count = member_count - 1 WHERE id = OLD.room_id;
                END;
                """);
            migrationBuilder.Sql("UPDATE rooms SET member_count = (SELECT COUNT(*) FROM memberships WHERE room_id = rooms.id)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER memberships_added");
            migrationBuilder.Sql("DROP TRIGGER memberships_removed");

            migrationBuilder.DropIndex(
                name: "IX_memberships_room_id_joined_at_user_id",
                table: "memberships");

            migrationBuilder.DropColumn(
                name: "failure",
                table: "videos");

            migrationBuilder.DropColumn(
                name: "user_id",
                table: "videos");

            migrationBuilder.DropColumn(
                name: "username",
                table: "videos");

            migrationBuilder.DropColumn(
                name: "member_count",
                table: "rooms");

            migrationBuilder.DropColumn(
                name: "failure",
                table: "room_events");

            migrationBuilder.DropColumn(
                name: "user_id",
                table: "live_streams");

            migrationBuilder.DropColumn(
                name: "username",
                table: "live_streams");

            migrationBuilder.DropColumn(
                name: "video_id",
                table: "live_streams");
        }
    }
}
