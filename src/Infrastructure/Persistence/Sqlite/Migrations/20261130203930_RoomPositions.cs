using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VideoChat.Infrastructure.Persistence.Sqlite.Migrations
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
                type: "TEXT",
                nullable: true);

            // A trigger sets the id for an older version, which writes the seq without it, after the event.
            migrationBuilder.Sql(
                """
                CREATE TRIGGER rooms_last_event AFTER UPDATE OF last_seq ON rooms
                WHEN NEW.last_seq <> OLD.last_seq AND NEW.last_event_id IS OLD.last_event_id BEGIN
                    UPDATE rooms SET last_event_id = (SELECT id FROM room_events WHERE room_id = NEW.id AND seq = NEW.last_seq)
                    WHERE id = NEW.id;
                END;
                """);
            migrationBuilder.Sql(
                """
                UPDATE rooms SET last_event_id = (SELECT id FROM room_events WHERE room_id = rooms.id AND seq = rooms.last_seq)
                WHERE last_seq > 0
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER rooms_last_event");

            migrationBuilder.DropColumn(
                name: "last_event_id",
                table: "rooms");
        }
    }
}
