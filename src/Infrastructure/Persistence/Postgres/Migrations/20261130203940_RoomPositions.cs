using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VideoChat.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class RoomPositions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "last_event_id",
                table: "rooms",
                type: "uuid",
                nullable: true);

            // A trigger sets the id for an older version, which writes the seq without it, after the event.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION set_last_event() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    NEW.last_event_id := (SELECT id FROM room_events WHERE room_id = NEW.id AND seq = NEW.last_seq);
                    RETURN NEW;
                END $$;
                """);
            migrationBuilder.Sql(
                """
                CREATE TRIGGER rooms_last_event BEFORE UPDATE OF last_seq ON rooms FOR EACH ROW
                WHEN (NEW.last_seq <> OLD.last_seq AND NEW.last_event_id IS NOT DISTINCT FROM OLD.last_event_id)
                EXECUTE FUNCTION set_last_event();
                """);
            migrationBuilder.Sql(
                """
                UPDATE rooms SET last_event_id = newest.id FROM room_events AS newest
                WHERE newest.room_id = rooms.id AND newest.seq = rooms.last_seq
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER rooms_last_event ON rooms");
            migrationBuilder.Sql("DROP FUNCTION set_last_event()");

            migrationBuilder.DropColumn(
                name: "last_event_id",
                table: "rooms");
        }
    }
}
