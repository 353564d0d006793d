using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kapok.Events.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Photographs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "photographs",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    EventId = table.Column<Guid>(type: "TEXT", nullable: false),
                    RoomId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Title = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    File = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_photographs", x => new { x.EventId, x.Id });
                    table.ForeignKey(
                        name: "FK_photographs_events_EventId",
                        column: x => x.EventId,
                        principalTable: "events",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "photograph_guests",
                columns: table => new
                {
                    EventId = table.Column<Guid>(type: "TEXT", nullable: false),
                    PhotographId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    GuestId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_photograph_guests", x => new { x.EventId, x.GuestId, x.PhotographId });
                    table.ForeignKey(
                        name: "FK_photograph_guests_photographs_EventId_PhotographId",
                        columns: x => new { x.EventId, x.PhotographId },
                        principalTable: "photographs",
                        principalColumns: new[] { "EventId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_photograph_guests_EventId_PhotographId",
                table: "photograph_guests",
                columns: new[] { "EventId", "PhotographId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "photograph_guests");

            migrationBuilder.DropTable(
                name: "photographs");
        }
    }
}
