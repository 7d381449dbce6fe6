using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Eilbote.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class TypedParts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "Part",
                table: "Exchanges",
                newName: "Fields");

            migrationBuilder.AddColumn<string>(
                name: "Parts",
                table: "Exchanges",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Probe",
                table: "Exchanges",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "QuestionMissing",
                table: "Deliveries",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            foreach (var sql in TypedPartsRows.Sql)
            {
                migrationBuilder.Sql(sql);
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Parts",
                table: "Exchanges");

            migrationBuilder.DropColumn(
                name: "Probe",
                table: "Exchanges");

            migrationBuilder.DropColumn(
                name: "QuestionMissing",
                table: "Deliveries");

            migrationBuilder.RenameColumn(
                name: "Fields",
                table: "Exchanges",
                newName: "Part");
        }
    }
}
