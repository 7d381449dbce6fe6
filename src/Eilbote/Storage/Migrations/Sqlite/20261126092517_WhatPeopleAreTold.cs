using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Eilbote.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class WhatPeopleAreTold : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Flaws",
                table: "JobFeeds",
                type: "TEXT",
                maxLength: 10000,
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<long>(
                name: "HeldToldAt",
                table: "JobAds",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TitleEn",
                table: "JobAds",
                type: "TEXT",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Part",
                table: "Exchanges",
                type: "TEXT",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "DigestedAt",
                table: "Employers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ToldAt",
                table: "Accounts",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Flaws",
                table: "JobFeeds");

            migrationBuilder.DropColumn(
                name: "HeldToldAt",
                table: "JobAds");

            migrationBuilder.DropColumn(
                name: "TitleEn",
                table: "JobAds");

            migrationBuilder.DropColumn(
                name: "Part",
                table: "Exchanges");

            migrationBuilder.DropColumn(
                name: "DigestedAt",
                table: "Employers");

            migrationBuilder.DropColumn(
                name: "ToldAt",
                table: "Accounts");
        }
    }
}
