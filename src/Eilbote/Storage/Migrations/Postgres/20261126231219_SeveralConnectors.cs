using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Eilbote.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SeveralConnectors : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_Drafts",
                table: "Drafts");

            migrationBuilder.AddColumn<string>(
                name: "Connector",
                table: "Invitations",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                defaultValue: "personio");

            migrationBuilder.AddColumn<string>(
                name: "Connector",
                table: "Drafts",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                defaultValue: "personio");

            migrationBuilder.AddPrimaryKey(
                name: "PK_Drafts",
                table: "Drafts",
                columns: new[] { "Id", "Connector" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_Drafts",
                table: "Drafts");

            migrationBuilder.DropColumn(
                name: "Connector",
                table: "Invitations");

            migrationBuilder.DropColumn(
                name: "Connector",
                table: "Drafts");

            migrationBuilder.AddPrimaryKey(
                name: "PK_Drafts",
                table: "Drafts",
                column: "Id");
        }
    }
}
