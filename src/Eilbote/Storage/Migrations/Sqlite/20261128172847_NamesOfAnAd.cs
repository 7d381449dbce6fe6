using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Eilbote.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class NamesOfAnAd : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_Applications_JobAdId_LastFirst_FirstLast_Id",
                table: "Applications",
                columns: new[] { "JobAdId", "LastFirst", "FirstLast", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Applications_JobAdId_LastFirst_FirstLast_Id",
                table: "Applications");
        }
    }
}
