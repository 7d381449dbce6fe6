using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Eilbote.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PortalLists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Deliveries_EmployerId_CreatedAt_State",
                table: "Deliveries");

            migrationBuilder.DropIndex(
                name: "IX_Deliveries_EmployerId_NeedsLook",
                table: "Deliveries");

            migrationBuilder.DropIndex(
                name: "IX_Deliveries_EmployerId_SettledAt",
                table: "Deliveries");

            migrationBuilder.DropIndex(
                name: "IX_Deliveries_JobAdId",
                table: "Deliveries");

            migrationBuilder.AddColumn<string>(
                name: "Recipient",
                table: "JobAds",
                type: "TEXT",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "FirstLast",
                table: "Applications",
                type: "TEXT",
                maxLength: 100,
                nullable: false,
                defaultValue: "",
                collation: "BINARY");

            migrationBuilder.AddColumn<string>(
                name: "LastFirst",
                table: "Applications",
                type: "TEXT",
                maxLength: 100,
                nullable: false,
                defaultValue: "",
                collation: "BINARY");

            migrationBuilder.CreateTable(
                name: "ZipExports",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    EmployerId = table.Column<Guid>(type: "TEXT", nullable: false),
                    UserId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Language = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Applications = table.Column<string>(type: "TEXT", maxLength: 100000, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Done = table.Column<int>(type: "INTEGER", nullable: false),
                    Unscanned = table.Column<int>(type: "INTEGER", nullable: false),
                    ContentId = table.Column<Guid>(type: "TEXT", nullable: true),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ZipExports", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ZipExports_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_JobAdId_EmployerId_CreatedAt_SettledAt",
                table: "Deliveries",
                columns: new[] { "JobAdId", "EmployerId", "CreatedAt", "SettledAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_NeedsLook",
                table: "Deliveries",
                columns: new[] { "EmployerId", "CreatedAt", "NeedsLook", "JobAdId", "ApplicationId" },
                filter: "\"NeedsLook\"");

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_Otherwise",
                table: "Deliveries",
                columns: new[] { "EmployerId", "State", "CreatedAt", "JobAdId", "ApplicationId" },
                filter: "\"State\" IN ('HandedOver', 'Withdrawn', 'Returned')");

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_Waiting",
                table: "Deliveries",
                columns: new[] { "EmployerId", "SettledAt", "State", "CreatedAt", "HeldBy", "QuestionMissing", "ConnectionId", "JobAdId", "ApplicationId" },
                filter: "\"SettledAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Applications_EmployerId_EmailNormalized",
                table: "Applications",
                columns: new[] { "EmployerId", "EmailNormalized" });

            migrationBuilder.CreateIndex(
                name: "IX_Applications_EmployerId_FirstLast_Id",
                table: "Applications",
                columns: new[] { "EmployerId", "FirstLast", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Applications_EmployerId_LastFirst_Id",
                table: "Applications",
                columns: new[] { "EmployerId", "LastFirst", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Applications_Id",
                table: "Applications",
                column: "Id",
                filter: "\"LastFirst\" = '' AND \"ErasedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ZipExports_DueAt",
                table: "ZipExports",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_ZipExports_UserId",
                table: "ZipExports",
                column: "UserId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ZipExports");

            migrationBuilder.DropIndex(
                name: "IX_Deliveries_JobAdId_EmployerId_CreatedAt_SettledAt",
                table: "Deliveries");

            migrationBuilder.DropIndex(
                name: "IX_Deliveries_NeedsLook",
                table: "Deliveries");

            migrationBuilder.DropIndex(
                name: "IX_Deliveries_Otherwise",
                table: "Deliveries");

            migrationBuilder.DropIndex(
                name: "IX_Deliveries_Waiting",
                table: "Deliveries");

            migrationBuilder.DropIndex(
                name: "IX_Applications_EmployerId_EmailNormalized",
                table: "Applications");

            migrationBuilder.DropIndex(
                name: "IX_Applications_EmployerId_FirstLast_Id",
                table: "Applications");

            migrationBuilder.DropIndex(
                name: "IX_Applications_EmployerId_LastFirst_Id",
                table: "Applications");

            migrationBuilder.DropIndex(
                name: "IX_Applications_Id",
                table: "Applications");

            migrationBuilder.DropColumn(
                name: "Recipient",
                table: "JobAds");

            migrationBuilder.DropColumn(
                name: "FirstLast",
                table: "Applications");

            migrationBuilder.DropColumn(
                name: "LastFirst",
                table: "Applications");

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_EmployerId_CreatedAt_State",
                table: "Deliveries",
                columns: new[] { "EmployerId", "CreatedAt", "State" },
                filter: "\"State\" IN ('HandedOver', 'Withdrawn', 'Returned')");

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_EmployerId_NeedsLook",
                table: "Deliveries",
                columns: new[] { "EmployerId", "NeedsLook" },
                filter: "\"NeedsLook\"");

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_EmployerId_SettledAt",
                table: "Deliveries",
                columns: new[] { "EmployerId", "SettledAt" },
                filter: "\"SettledAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_JobAdId",
                table: "Deliveries",
                column: "JobAdId");
        }
    }
}
