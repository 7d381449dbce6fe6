using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Eilbote.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Country",
                table: "JobAds",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "KeepMonths",
                table: "Employers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "EmailHash",
                table: "Applications",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Milestones",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Milestones", x => x.Name);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Applications_EmployerId_EmailHash",
                table: "Applications",
                columns: new[] { "EmployerId", "EmailHash" },
                filter: "\"EmailHash\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Applications_Kept",
                table: "Applications",
                columns: new[] { "ReceivedAt", "Id" },
                filter: "\"ErasedAt\" IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Milestones");

            migrationBuilder.DropIndex(
                name: "IX_Applications_EmployerId_EmailHash",
                table: "Applications");

            migrationBuilder.DropIndex(
                name: "IX_Applications_Kept",
                table: "Applications");

            migrationBuilder.DropColumn(
                name: "Country",
                table: "JobAds");

            migrationBuilder.DropColumn(
                name: "KeepMonths",
                table: "Employers");

            migrationBuilder.DropColumn(
                name: "EmailHash",
                table: "Applications");
        }
    }
}
