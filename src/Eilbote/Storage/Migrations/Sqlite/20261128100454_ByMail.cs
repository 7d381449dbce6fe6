using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Eilbote.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ByMail : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "CodeTries",
                table: "Verifications",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "MailedAt",
                table: "Deliveries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_MailedAt",
                table: "Deliveries",
                column: "MailedAt",
                filter: "\"State\" = 'UnderWayByMail'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Deliveries_MailedAt",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "CodeTries",
                table: "Verifications");

            migrationBuilder.DropColumn(
                name: "MailedAt",
                table: "Deliveries");
        }
    }
}
