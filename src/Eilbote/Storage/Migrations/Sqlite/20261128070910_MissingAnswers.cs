using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Eilbote.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class MissingAnswers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "AnswerAskedAt",
                table: "Deliveries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "AnswerDueAt",
                table: "Deliveries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "AnswerHash",
                table: "Applications",
                type: "TEXT",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_AnswerDueAt",
                table: "Deliveries",
                column: "AnswerDueAt",
                filter: "\"AnswerDueAt\" IS NOT NULL AND \"SettledAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Applications_AnswerHash",
                table: "Applications",
                column: "AnswerHash",
                unique: true,
                filter: "\"AnswerHash\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Deliveries_AnswerDueAt",
                table: "Deliveries");

            migrationBuilder.DropIndex(
                name: "IX_Applications_AnswerHash",
                table: "Applications");

            migrationBuilder.DropColumn(
                name: "AnswerAskedAt",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "AnswerDueAt",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "AnswerHash",
                table: "Applications");
        }
    }
}
