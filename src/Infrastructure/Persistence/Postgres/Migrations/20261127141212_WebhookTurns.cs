using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VideoChat.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class WebhookTurns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_webhook_deliveries_endpoint_id_created_at",
                table: "webhook_deliveries");

            migrationBuilder.DropIndex(
                name: "IX_webhook_deliveries_endpoint_id_next_attempt_at",
                table: "webhook_deliveries");

            migrationBuilder.DropIndex(
                name: "IX_webhook_deliveries_first_tries",
                table: "webhook_deliveries");

            migrationBuilder.AddColumn<int>(
                name: "replays",
                table: "webhook_deliveries",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateIndex(
                name: "IX_webhook_deliveries_endpoint_id_created_at",
                table: "webhook_deliveries",
                columns: new[] { "endpoint_id", "created_at" },
                filter: "state = 'Pending' AND tries > 0");

            migrationBuilder.CreateIndex(
                name: "IX_webhook_deliveries_endpoint_id_next_attempt_at",
                table: "webhook_deliveries",
                columns: new[] { "endpoint_id", "next_attempt_at" },
                filter: "state = 'Pending' AND tries > 0");

            migrationBuilder.CreateIndex(
                name: "IX_webhook_deliveries_first_tries",
                table: "webhook_deliveries",
                columns: new[] { "endpoint_id", "room_id", "number" },
                filter: "state = 'Pending' AND tries = 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_webhook_deliveries_endpoint_id_created_at",
                table: "webhook_deliveries");

            migrationBuilder.DropIndex(
                name: "IX_webhook_deliveries_endpoint_id_next_attempt_at",
                table: "webhook_deliveries");

            migrationBuilder.DropIndex(
                name: "IX_webhook_deliveries_first_tries",
                table: "webhook_deliveries");

            migrationBuilder.DropColumn(
                name: "replays",
                table: "webhook_deliveries");

            migrationBuilder.CreateIndex(
                name: "IX_webhook_deliveries_endpoint_id_created_at",
                table: "webhook_deliveries",
                columns: new[] { "endpoint_id", "created_at" },
                filter: "state = 'Pending'");

            migrationBuilder.CreateIndex(
                name: "IX_webhook_deliveries_endpoint_id_next_attempt_at",
                table: "webhook_deliveries",
                columns: new[] { "endpoint_id", "next_attempt_at" },
                filter: "state = 'Pending'");

            migrationBuilder.CreateIndex(
                name: "IX_webhook_deliveries_first_tries",
                table: "webhook_deliveries",
                columns: new[] { "endpoint_id", "number" },
                filter: "state = 'Pending' AND tries = 0");
        }
    }
}
