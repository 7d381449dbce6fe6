using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Eilbote.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class TheDoor : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_OutgoingMails_DueAt",
                table: "OutgoingMails");

            migrationBuilder.AddColumn<string>(
                name: "AddressHash",
                table: "OutgoingMails",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Bulk",
                table: "OutgoingMails",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "SummaryId",
                table: "OutgoingMails",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "TakesArchives",
                table: "Employers",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "DraftHolder",
                table: "Documents",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsPolyglot",
                table: "Documents",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "ReplacedAt",
                table: "Documents",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ScanDueAt",
                table: "Documents",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ScanResult",
                table: "Documents",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ScanWords",
                table: "Documents",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ScannedAt",
                table: "Documents",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "DoubtedAt",
                table: "Deliveries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ReceiptDueAt",
                table: "Deliveries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ReceiptsLeft",
                table: "Deliveries",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "AddressProvenAt",
                table: "Applications",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_OutgoingMails_AddressHash",
                table: "OutgoingMails",
                column: "AddressHash",
                filter: "\"AddressHash\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_OutgoingMails_Bulk_DueAt",
                table: "OutgoingMails",
                columns: new[] { "Bulk", "DueAt" },
                filter: "\"DueAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_OutgoingMails_SummaryId",
                table: "OutgoingMails",
                column: "SummaryId",
                filter: "\"SummaryId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Documents_DraftHolder",
                table: "Documents",
                column: "DraftHolder",
                filter: "\"DraftHolder\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Documents_ScanDueAt",
                table: "Documents",
                column: "ScanDueAt",
                filter: "\"ScanDueAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_DoubtedAt",
                table: "Deliveries",
                column: "DoubtedAt",
                filter: "\"DoubtedAt\" IS NOT NULL AND \"SettledAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_HeldBy",
                table: "Deliveries",
                column: "HeldBy",
                filter: "\"HeldBy\" = 'Scan'");

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_ReceiptDueAt",
                table: "Deliveries",
                column: "ReceiptDueAt",
                filter: "\"ReceiptDueAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Applications_EmailNormalized",
                table: "Applications",
                column: "EmailNormalized",
                filter: "\"AddressProvenAt\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_OutgoingMails_AddressHash",
                table: "OutgoingMails");

            migrationBuilder.DropIndex(
                name: "IX_OutgoingMails_Bulk_DueAt",
                table: "OutgoingMails");

            migrationBuilder.DropIndex(
                name: "IX_OutgoingMails_SummaryId",
                table: "OutgoingMails");

            migrationBuilder.DropIndex(
                name: "IX_Documents_DraftHolder",
                table: "Documents");

            migrationBuilder.DropIndex(
                name: "IX_Documents_ScanDueAt",
                table: "Documents");

            migrationBuilder.DropIndex(
                name: "IX_Deliveries_DoubtedAt",
                table: "Deliveries");

            migrationBuilder.DropIndex(
                name: "IX_Deliveries_HeldBy",
                table: "Deliveries");

            migrationBuilder.DropIndex(
                name: "IX_Deliveries_ReceiptDueAt",
                table: "Deliveries");

            migrationBuilder.DropIndex(
                name: "IX_Applications_EmailNormalized",
                table: "Applications");

            migrationBuilder.DropColumn(
                name: "AddressHash",
                table: "OutgoingMails");

            migrationBuilder.DropColumn(
                name: "Bulk",
                table: "OutgoingMails");

            migrationBuilder.DropColumn(
                name: "SummaryId",
                table: "OutgoingMails");

            migrationBuilder.DropColumn(
                name: "TakesArchives",
                table: "Employers");

            migrationBuilder.DropColumn(
                name: "DraftHolder",
                table: "Documents");

            migrationBuilder.DropColumn(
                name: "IsPolyglot",
                table: "Documents");

            migrationBuilder.DropColumn(
                name: "ReplacedAt",
                table: "Documents");

            migrationBuilder.DropColumn(
                name: "ScanDueAt",
                table: "Documents");

            migrationBuilder.DropColumn(
                name: "ScanResult",
                table: "Documents");

            migrationBuilder.DropColumn(
                name: "ScanWords",
                table: "Documents");

            migrationBuilder.DropColumn(
                name: "ScannedAt",
                table: "Documents");

            migrationBuilder.DropColumn(
                name: "DoubtedAt",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "ReceiptDueAt",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "ReceiptsLeft",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "AddressProvenAt",
                table: "Applications");

            migrationBuilder.CreateIndex(
                name: "IX_OutgoingMails_DueAt",
                table: "OutgoingMails",
                column: "DueAt",
                filter: "\"DueAt\" IS NOT NULL");
        }
    }
}
