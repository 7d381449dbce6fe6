using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Eilbote.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class MissingAnswers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "AnswerAskedAt",
                table: "Deliveries",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "AnswerDueAt",
                table: "Deliveries",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "AnswerHash",
                table: "Applications",
                type: "character varying(1000)",
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
