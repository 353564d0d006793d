using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kapok.Events.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class EventOfEverything : Migration
    {
        // A key cannot be changed in SQLite, so the table is made anew; by hand, in the migration's transaction: nothing refers to it, and what EF
        // makes of it would have to run outside of one, where a kill leaves half of it.
        private static string Rooms(string key) => $"""
            CREATE TABLE "rooms_anew" (
                "Id" TEXT NOT NULL{(key == "Id" ? " CONSTRAINT \"PK_rooms\" PRIMARY KEY" : "")},
                "EventId" TEXT NOT NULL,
                "Scene" TEXT NOT NULL,
                "Capacity" INTEGER NOT NULL,
                "Order" INTEGER NOT NULL,
                "Title_Chinese" TEXT NOT NULL,
                "Title_English" TEXT NOT NULL,
                {(key == "Id" ? "" : "CONSTRAINT \"PK_rooms\" PRIMARY KEY (\"EventId\", \"Id\"),")}
                CONSTRAINT "FK_rooms_events_EventId" FOREIGN KEY ("EventId") REFERENCES "events" ("Id") ON DELETE CASCADE
            );
            INSERT INTO "rooms_anew" ("Id", "EventId", "Scene", "Capacity", "Order", "Title_Chinese", "Title_English")
                SELECT "Id", "EventId", "Scene", "Capacity", "Order", "Title_Chinese", "Title_English" FROM "rooms";
            DROP TABLE "rooms";
            ALTER TABLE "rooms_anew" RENAME TO "rooms";
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Rooms("EventId, Id"));

            migrationBuilder.DropIndex(
                name: "IX_reports_Status_FiledAt",
                table: "reports");

            migrationBuilder.DropIndex(
                name: "IX_events_OrganisationId_Slug",
                table: "events");

            migrationBuilder.DropIndex(
                name: "IX_chat_RoomId_Id",
                table: "chat");

            migrationBuilder.DropIndex(
                name: "IX_announcements_MadeAt",
                table: "announcements");

            migrationBuilder.AddColumn<Guid>(
                name: "EventId",
                table: "reports",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<Guid>(
                name: "OrganisationId",
                table: "reports",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<int>(
                name: "SubjectRole",
                table: "reports",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "ByRole",
                table: "kicks",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "EventId",
                table: "kicks",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<long>(
                name: "LiftedAt",
                table: "kicks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LiftedBy",
                table: "kicks",
                type: "TEXT",
                maxLength: 80,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "OrganisationId",
                table: "kicks",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<Guid>(
                name: "EventId",
                table: "chat",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<Guid>(
                name: "OrganisationId",
                table: "chat",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<int>(
                name: "ByRole",
                table: "bans",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "EventId",
                table: "bans",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<Guid>(
                name: "OrganisationId",
                table: "bans",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<Guid>(
                name: "EventId",
                table: "announcements",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<Guid>(
                name: "OrganisationId",
                table: "announcements",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.CreateTable(
                name: "mutes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    EventId = table.Column<Guid>(type: "TEXT", nullable: false),
                    OrganisationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    GuestId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    MutedBy = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    ByRole = table.Column<int>(type: "INTEGER", nullable: false),
                    MutedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                    LiftedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LiftedBy = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mutes", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_reports_EventId_Status_FiledAt",
                table: "reports",
                columns: new[] { "EventId", "Status", "FiledAt" });

            migrationBuilder.CreateIndex(
                name: "IX_events_OrganisationId",
                table: "events",
                column: "OrganisationId");

            migrationBuilder.CreateIndex(
                name: "IX_events_Slug",
                table: "events",
                column: "Slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_chat_EventId_RoomId_Id",
                table: "chat",
                columns: new[] { "EventId", "RoomId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_announcements_EventId_MadeAt",
                table: "announcements",
                columns: new[] { "EventId", "MadeAt" });

            migrationBuilder.CreateIndex(
                name: "IX_mutes_GuestId_Until",
                table: "mutes",
                columns: new[] { "GuestId", "Until" });

            // What is there was of the one event there was: chat, kicks and reports of the room they name, the rest of the first event.
            foreach (string table in new[] { "chat", "kicks", "reports", "announcements", "bans" })
            {
                string room = table == "bans" ? "NULL" : $"(SELECT rooms.\"EventId\" FROM rooms WHERE rooms.\"Id\" = {table}.\"RoomId\" LIMIT 1)";
                migrationBuilder.Sql($"UPDATE {table} SET \"EventId\" = COALESCE({room}, (SELECT \"Id\" FROM events ORDER BY \"StartsAt\" LIMIT 1)) WHERE EXISTS (SELECT 1 FROM events)");
                migrationBuilder.Sql($"UPDATE {table} SET \"OrganisationId\" = (SELECT \"OrganisationId\" FROM events WHERE events.\"Id\" = {table}.\"EventId\") WHERE EXISTS (SELECT 1 FROM events)");
            }
            // Nobody noted who had taken a measure; each held against everyone, and goes on doing so.
            migrationBuilder.Sql("UPDATE kicks SET \"ByRole\" = 5");
            migrationBuilder.Sql("UPDATE bans SET \"ByRole\" = 5");
            migrationBuilder.Sql("UPDATE reports SET \"SubjectRole\" = 1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Rooms("Id"));
            migrationBuilder.Sql("CREATE INDEX \"IX_rooms_EventId\" ON \"rooms\" (\"EventId\")");

            migrationBuilder.DropTable(
                name: "mutes");

            migrationBuilder.DropIndex(
                name: "IX_reports_EventId_Status_FiledAt",
                table: "reports");

            migrationBuilder.DropIndex(
                name: "IX_events_OrganisationId",
                table: "events");

            migrationBuilder.DropIndex(
                name: "IX_events_Slug",
                table: "events");

            migrationBuilder.DropIndex(
                name: "IX_chat_EventId_RoomId_Id",
                table: "chat");

            migrationBuilder.DropIndex(
                name: "IX_announcements_EventId_MadeAt",
                table: "announcements");

            migrationBuilder.DropColumn(
                name: "EventId",
                table: "reports");

            migrationBuilder.DropColumn(
                name: "OrganisationId",
                table: "reports");

            migrationBuilder.DropColumn(
                name: "SubjectRole",
                table: "reports");

            migrationBuilder.DropColumn(
                name: "ByRole",
                table: "kicks");

            migrationBuilder.DropColumn(
                name: "EventId",
                table: "kicks");

            migrationBuilder.DropColumn(
                name: "LiftedAt",
                table: "kicks");

            migrationBuilder.DropColumn(
                name: "LiftedBy",
                table: "kicks");

            migrationBuilder.DropColumn(
                name: "OrganisationId",
                table: "kicks");

            migrationBuilder.DropColumn(
                name: "EventId",
                table: "chat");

            migrationBuilder.DropColumn(
                name: "OrganisationId",
                table: "chat");

            migrationBuilder.DropColumn(
                name: "ByRole",
                table: "bans");

            migrationBuilder.DropColumn(
                name: "EventId",
                table: "bans");

            migrationBuilder.DropColumn(
                name: "OrganisationId",
                table: "bans");

            migrationBuilder.DropColumn(
                name: "EventId",
                table: "announcements");

            migrationBuilder.DropColumn(
                name: "OrganisationId",
                table: "announcements");

            migrationBuilder.CreateIndex(
                name: "IX_reports_Status_FiledAt",
                table: "reports",
                columns: new[] { "Status", "FiledAt" });

            migrationBuilder.CreateIndex(
                name: "IX_events_OrganisationId_Slug",
                table: "events",
                columns: new[] { "OrganisationId", "Slug" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_chat_RoomId_Id",
                table: "chat",
                columns: new[] { "RoomId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_announcements_MadeAt",
                table: "announcements",
                column: "MadeAt");
        }
    }
}
