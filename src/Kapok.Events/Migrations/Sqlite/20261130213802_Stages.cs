using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kapok.Events.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Stages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "stages",
                columns: table => new
                {
                    EventId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Stage = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    OrganisationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    SealedKey = table.Column<string>(type: "TEXT", maxLength: 1024, nullable: false),
                    KeyMark = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    TakesOver = table.Column<bool>(type: "INTEGER", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_stages", x => new { x.EventId, x.Stage });
                    table.ForeignKey(
                        name: "FK_stages_events_EventId",
                        column: x => x.EventId,
                        principalTable: "events",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_stages_KeyMark",
                table: "stages",
                column: "KeyMark",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "stages");
        }
    }
}
