using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VideoChat.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class MediaCreators : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Rooms are locked first, as in every transaction that writes, so that processes of an older version cannot deadlock with
            // this one.
            migrationBuilder.Sql("LOCK TABLE rooms IN ACCESS EXCLUSIVE MODE");

            migrationBuilder.AddColumn<string>(
                name: "failure",
                table: "videos",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "user_id",
                table: "videos",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "username",
                table: "videos",
                type: "character varying(50)",
                maxLength: 50,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "member_count",
                table: "rooms",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "failure",
                table: "room_events",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "user_id",
                table: "live_streams",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "username",
                table: "live_streams",
                type: "character varying(50)",
                maxLength: 50,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "video_id",
                table: "live_streams",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_memberships_room_id_joined_at_user_id",
                table: "memberships",
                columns: new[] { "room_id", "joined_at", "user_id" });

            // Triggers count the members, because processes of an older version write memberships without counting them. Creating the
            // triggers locks the table against such writes, so the count that follows misses none.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION count_member() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF TG_OP = 'INSERT' THEN
                        UPDATE rooms SET member_count = member_count + 1 WHERE id = NEW.room_id;
                    ELSE
                        UPDATE rooms SET member_count = member_count - 1 WHERE id = OLD.room_id;
                    END IF;
                    RETURN NULL;
                END $$;
                """);
            migrationBuilder.Sql(
                "CREATE TRIGGER memberships_counted AFTER INSERT OR DELETE ON memberships FOR EACH ROW EXECUTE FUNCTION count_member()");
            migrationBuilder.Sql(
                """
                UPDATE rooms SET member_count = counted.members
                FROM (SELECT room_id, COUNT(*) AS members FROM memberships GROUP BY room_id) AS counted
                WHERE counted.room_id = rooms.id
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER memberships_counted ON memberships");
            migrationBuilder.Sql("DROP FUNCTION count_member()");

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
