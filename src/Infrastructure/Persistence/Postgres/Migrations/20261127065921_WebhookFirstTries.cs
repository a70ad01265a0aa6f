using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VideoChat.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class WebhookFirstTries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_webhook_deliveries_first_tries",
                table: "webhook_deliveries",
                columns: new[] { "endpoint_id", "number" },
                filter: "state = 'Pending' AND tries = 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_webhook_deliveries_first_tries",
                table: "webhook_deliveries");
        }
    }
}
