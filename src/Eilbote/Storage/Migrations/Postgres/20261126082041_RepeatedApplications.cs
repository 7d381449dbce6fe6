using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Eilbote.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class RepeatedApplications : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Applications_JobAdId",
                table: "Applications");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "CorrectedAt",
                table: "Deliveries",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "HasRepeats",
                table: "Deliveries",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "RepeatOf",
                table: "Deliveries",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_RepeatOf",
                table: "Deliveries",
                column: "RepeatOf",
                filter: "\"RepeatOf\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Applications_JobAdId_ContentHash",
                table: "Applications",
                columns: new[] { "JobAdId", "ContentHash" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Deliveries_RepeatOf",
                table: "Deliveries");

            migrationBuilder.DropIndex(
                name: "IX_Applications_JobAdId_ContentHash",
                table: "Applications");

            migrationBuilder.DropColumn(
                name: "CorrectedAt",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "HasRepeats",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "RepeatOf",
                table: "Deliveries");

            migrationBuilder.CreateIndex(
                name: "IX_Applications_JobAdId",
                table: "Applications",
                column: "JobAdId");
        }
    }
}
