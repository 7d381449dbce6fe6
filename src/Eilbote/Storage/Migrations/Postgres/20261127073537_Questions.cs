using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Eilbote.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Questions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Questions",
                table: "JobAds",
                type: "character varying(200000)",
                maxLength: 200000,
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<string>(
                name: "Questions",
                table: "Connections",
                type: "character varying(200000)",
                maxLength: 200000,
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<string>(
                name: "Answers",
                table: "Applications",
                type: "character varying(400000)",
                maxLength: 400000,
                nullable: false,
                defaultValue: "[]");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Questions",
                table: "JobAds");

            migrationBuilder.DropColumn(
                name: "Questions",
                table: "Connections");

            migrationBuilder.DropColumn(
                name: "Answers",
                table: "Applications");
        }
    }
}
