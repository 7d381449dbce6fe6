using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Eilbote.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Supplements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "RepeatedSince",
                table: "Deliveries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "SentFrom",
                table: "Deliveries",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "SupplementOf",
                table: "Deliveries",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "TellDueAt",
                table: "Deliveries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ToldAt",
                table: "Deliveries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "OnlyFirstCounts",
                table: "Connections",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "SecondPaths",
                columns: table => new
                {
                    ConnectionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    EmployerId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Email = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    DeadSince = table.Column<long>(type: "INTEGER", nullable: true),
                    AskedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    TokenHash = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    ConfirmedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ConfirmedBy = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    AdmittedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AdmittedBy = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SecondPaths", x => x.ConnectionId);
                    table.ForeignKey(
                        name: "FK_SecondPaths_Connections_ConnectionId",
                        column: x => x.ConnectionId,
                        principalTable: "Connections",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_RepeatedSince",
                table: "Deliveries",
                column: "RepeatedSince",
                filter: "\"HeldBy\" = 'Proof'");

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_SentFrom",
                table: "Deliveries",
                column: "SentFrom",
                filter: "\"SentFrom\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_SupplementOf",
                table: "Deliveries",
                column: "SupplementOf",
                filter: "\"SupplementOf\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_TellDueAt",
                table: "Deliveries",
                column: "TellDueAt",
                filter: "\"TellDueAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_SecondPaths_TokenHash",
                table: "SecondPaths",
                column: "TokenHash",
                unique: true,
                filter: "\"TokenHash\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SecondPaths");

            migrationBuilder.DropIndex(
                name: "IX_Deliveries_RepeatedSince",
                table: "Deliveries");

            migrationBuilder.DropIndex(
                name: "IX_Deliveries_SentFrom",
                table: "Deliveries");

            migrationBuilder.DropIndex(
                name: "IX_Deliveries_SupplementOf",
                table: "Deliveries");

            migrationBuilder.DropIndex(
                name: "IX_Deliveries_TellDueAt",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "RepeatedSince",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "SentFrom",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "SupplementOf",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "TellDueAt",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "ToldAt",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "OnlyFirstCounts",
                table: "Connections");
        }
    }
}
