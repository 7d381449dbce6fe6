using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Eilbote.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class People : Migration
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
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AlterColumn<string>(
                name: "Connector",
                table: "Invitations",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(1000)",
                oldMaxLength: 1000);

            migrationBuilder.AddColumn<string>(
                name: "Ads",
                table: "Invitations",
                type: "character varying(10000)",
                maxLength: 10000,
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<bool>(
                name: "IsLimited",
                table: "Invitations",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Role",
                table: "Invitations",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Technician");

            migrationBuilder.AddColumn<bool>(
                name: "IsOperator",
                table: "AspNetUsers",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "FirstLast",
                table: "Applications",
                type: "character varying(100)",
                maxLength: 100,
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "LastFirst",
                table: "Applications",
                type: "character varying(100)",
                maxLength: 100,
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.CreateTable(
                name: "AdGrants",
                columns: table => new
                {
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    JobAdId = table.Column<Guid>(type: "uuid", nullable: false),
                    EmployerId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AdGrants", x => new { x.UserId, x.JobAdId });
                    table.ForeignKey(
                        name: "FK_AdGrants_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_AdGrants_JobAds_JobAdId",
                        column: x => x.JobAdId,
                        principalTable: "JobAds",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserPasskeys",
                columns: table => new
                {
                    CredentialId = table.Column<byte[]>(type: "bytea", maxLength: 1024, nullable: false),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    Data = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUserPasskeys", x => x.CredentialId);
                    table.ForeignKey(
                        name: "FK_AspNetUserPasskeys_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ConfidentialAds",
                columns: table => new
                {
                    JobAdId = table.Column<Guid>(type: "uuid", nullable: false),
                    EmployerId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ConfidentialAds", x => x.JobAdId);
                    table.ForeignKey(
                        name: "FK_ConfidentialAds_JobAds_JobAdId",
                        column: x => x.JobAdId,
                        principalTable: "JobAds",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "FailedSignIns",
                columns: table => new
                {
                    Key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Count = table.Column<int>(type: "integer", nullable: false),
                    LastAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FailedSignIns", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "MailedLinks",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    Purpose = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    TokenHash = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    Email = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    ChangeId = table.Column<Guid>(type: "uuid", nullable: true),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ExpiresAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    UsedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MailedLinks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MailedLinks_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Memberships",
                columns: table => new
                {
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    EmployerId = table.Column<Guid>(type: "uuid", nullable: false),
                    Role = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    IsLimited = table.Column<bool>(type: "boolean", nullable: false),
                    Since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Memberships", x => new { x.UserId, x.EmployerId });
                    table.ForeignKey(
                        name: "FK_Memberships_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Memberships_Employers_EmployerId",
                        column: x => x.EmployerId,
                        principalTable: "Employers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Sessions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    EmployerId = table.Column<Guid>(type: "uuid", nullable: true),
                    StartedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    SeenAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ProvenAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    EndedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Device = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Sessions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Sessions_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ZipExports",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    EmployerId = table.Column<Guid>(type: "uuid", nullable: false),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    Language = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    Applications = table.Column<string>(type: "character varying(100000)", maxLength: 100000, nullable: false),
                    State = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Done = table.Column<int>(type: "integer", nullable: false),
                    Unscanned = table.Column<int>(type: "integer", nullable: false),
                    ContentId = table.Column<Guid>(type: "uuid", nullable: true),
                    DueAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
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
                name: "IX_AdGrants_JobAdId",
                table: "AdGrants",
                column: "JobAdId");

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUserPasskeys_UserId",
                table: "AspNetUserPasskeys",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_ConfidentialAds_EmployerId",
                table: "ConfidentialAds",
                column: "EmployerId");

            migrationBuilder.CreateIndex(
                name: "IX_FailedSignIns_LastAt",
                table: "FailedSignIns",
                column: "LastAt");

            migrationBuilder.CreateIndex(
                name: "IX_MailedLinks_TokenHash",
                table: "MailedLinks",
                column: "TokenHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MailedLinks_UserId",
                table: "MailedLinks",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_Memberships_EmployerId",
                table: "Memberships",
                column: "EmployerId");

            migrationBuilder.CreateIndex(
                name: "IX_Sessions_UserId",
                table: "Sessions",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_ZipExports_DueAt",
                table: "ZipExports",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_ZipExports_UserId",
                table: "ZipExports",
                column: "UserId");

            // Whoever signed in belonged to one employer, or ran the board.
            migrationBuilder.Sql(
                """
                INSERT INTO "Memberships" ("UserId", "EmployerId", "Role", "IsLimited", "Since")
                SELECT u."Id", u."EmployerId", u."Role", FALSE, e."CreatedAt"
                FROM "AspNetUsers" u JOIN "Employers" e ON e."Id" = u."EmployerId"
                """);
            migrationBuilder.Sql("""UPDATE "AspNetUsers" SET "IsOperator" = TRUE WHERE "Role" = 'Operator'""");

            migrationBuilder.DropForeignKey(
                name: "FK_AspNetUsers_Employers_EmployerId",
                table: "AspNetUsers");

            migrationBuilder.DropIndex(
                name: "IX_AspNetUsers_EmployerId",
                table: "AspNetUsers");

            migrationBuilder.DropColumn(
                name: "EmployerId",
                table: "AspNetUsers");

            migrationBuilder.DropColumn(
                name: "Role",
                table: "AspNetUsers");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AdGrants");

            migrationBuilder.DropTable(
                name: "AspNetUserPasskeys");

            migrationBuilder.DropTable(
                name: "ConfidentialAds");

            migrationBuilder.DropTable(
                name: "FailedSignIns");

            migrationBuilder.DropTable(
                name: "MailedLinks");

            migrationBuilder.DropTable(
                name: "Memberships");

            migrationBuilder.DropTable(
                name: "Sessions");

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
                name: "Ads",
                table: "Invitations");

            migrationBuilder.DropColumn(
                name: "IsLimited",
                table: "Invitations");

            migrationBuilder.DropColumn(
                name: "Role",
                table: "Invitations");

            migrationBuilder.DropColumn(
                name: "IsOperator",
                table: "AspNetUsers");

            migrationBuilder.DropColumn(
                name: "FirstLast",
                table: "Applications");

            migrationBuilder.DropColumn(
                name: "LastFirst",
                table: "Applications");

            migrationBuilder.AlterColumn<string>(
                name: "Connector",
                table: "Invitations",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "character varying(1000)",
                oldMaxLength: 1000,
                oldNullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "EmployerId",
                table: "AspNetUsers",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Role",
                table: "AspNetUsers",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "");

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

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUsers_EmployerId",
                table: "AspNetUsers",
                column: "EmployerId");

            migrationBuilder.AddForeignKey(
                name: "FK_AspNetUsers_Employers_EmployerId",
                table: "AspNetUsers",
                column: "EmployerId",
                principalTable: "Employers",
                principalColumn: "Id");
        }
    }
}
