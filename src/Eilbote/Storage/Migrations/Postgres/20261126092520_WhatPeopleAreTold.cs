using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Eilbote.Storage.Migrations.Postgres
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
                type: "character varying(10000)",
                maxLength: 10000,
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "HeldToldAt",
                table: "JobAds",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TitleEn",
                table: "JobAds",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Part",
                table: "Exchanges",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "DigestedAt",
                table: "Employers",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ToldAt",
                table: "Accounts",
                type: "timestamp with time zone",
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
