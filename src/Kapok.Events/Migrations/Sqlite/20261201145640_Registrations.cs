using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kapok.Events.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Registrations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "State",
                table: "events",
                type: "INTEGER",
                nullable: false,
                defaultValue: 2); // what is there was published

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OrganisationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    EventId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    SubjectId = table.Column<Guid>(type: "TEXT", nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    SentAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox", x => x.Id);
                    table.ForeignKey(
                        name: "FK_outbox_events_EventId",
                        column: x => x.EventId,
                        principalTable: "events",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "FK_outbox_organisations_OrganisationId",
                        column: x => x.OrganisationId,
                        principalTable: "organisations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "seats",
                columns: table => new
                {
                    EventId = table.Column<Guid>(type: "TEXT", nullable: false),
                    RoomId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    SectorId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false),
                    X = table.Column<float>(type: "REAL", nullable: false),
                    Z = table.Column<float>(type: "REAL", nullable: false),
                    RegistrationId = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_seats", x => new { x.EventId, x.RoomId, x.Id });
                    table.ForeignKey(
                        name: "FK_seats_events_EventId",
                        column: x => x.EventId,
                        principalTable: "events",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sectors",
                columns: table => new
                {
                    EventId = table.Column<Guid>(type: "TEXT", nullable: false),
                    RoomId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Limit = table.Column<int>(type: "INTEGER", nullable: true),
                    Taken = table.Column<int>(type: "INTEGER", nullable: false),
                    Title_Chinese = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Title_English = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sectors", x => new { x.EventId, x.RoomId, x.Id });
                    table.ForeignKey(
                        name: "FK_sectors_events_EventId",
                        column: x => x.EventId,
                        principalTable: "events",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ticket_types",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    EventId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Access = table.Column<int>(type: "INTEGER", nullable: false),
                    Limit = table.Column<int>(type: "INTEGER", nullable: true),
                    Taken = table.Column<int>(type: "INTEGER", nullable: false),
                    Asked = table.Column<int>(type: "INTEGER", nullable: false),
                    Waiting = table.Column<int>(type: "INTEGER", nullable: false),
                    SalesFrom = table.Column<long>(type: "INTEGER", nullable: true),
                    SalesUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    NeedsApproval = table.Column<bool>(type: "INTEGER", nullable: false),
                    HasWaitingList = table.Column<bool>(type: "INTEGER", nullable: false),
                    PayWithinHours = table.Column<int>(type: "INTEGER", nullable: false),
                    Role = table.Column<int>(type: "INTEGER", nullable: false),
                    Seating = table.Column<int>(type: "INTEGER", nullable: false),
                    Sectors = table.Column<string>(type: "TEXT", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false),
                    Title_Chinese = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Title_English = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ticket_types", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ticket_types_events_EventId",
                        column: x => x.EventId,
                        principalTable: "events",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "invitation_codes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    EventId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TypeId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Hashed = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    Label = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Limit = table.Column<int>(type: "INTEGER", nullable: true),
                    Used = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invitation_codes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_invitation_codes_events_EventId",
                        column: x => x.EventId,
                        principalTable: "events",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_invitation_codes_ticket_types_TypeId",
                        column: x => x.TypeId,
                        principalTable: "ticket_types",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "registrations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    EventId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TypeId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    RequestId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    Email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    EmailKey = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    Language = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    Answers = table.Column<string>(type: "TEXT", maxLength: 16384, nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Secret = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    RoomId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    SectorId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    SeatId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    GuestId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    InvitationId = table.Column<Guid>(type: "TEXT", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    PayBy = table.Column<long>(type: "INTEGER", nullable: true),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_registrations", x => x.Id);
                    table.ForeignKey(
                        name: "FK_registrations_events_EventId",
                        column: x => x.EventId,
                        principalTable: "events",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_registrations_ticket_types_TypeId",
                        column: x => x.TypeId,
                        principalTable: "ticket_types",
                        principalColumn: "Id");
                });

            migrationBuilder.CreateIndex(
                name: "IX_invitation_codes_EventId_Hashed",
                table: "invitation_codes",
                columns: new[] { "EventId", "Hashed" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_invitation_codes_TypeId",
                table: "invitation_codes",
                column: "TypeId");

            migrationBuilder.CreateIndex(
                name: "IX_outbox_EventId_Id",
                table: "outbox",
                columns: new[] { "EventId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_outbox_OrganisationId",
                table: "outbox",
                column: "OrganisationId");

            migrationBuilder.CreateIndex(
                name: "IX_outbox_SentAt_Id",
                table: "outbox",
                columns: new[] { "SentAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_outbox_SubjectId",
                table: "outbox",
                column: "SubjectId");

            migrationBuilder.CreateIndex(
                name: "IX_registrations_EventId_Code",
                table: "registrations",
                columns: new[] { "EventId", "Code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_registrations_EventId_EmailKey",
                table: "registrations",
                columns: new[] { "EventId", "EmailKey" });

            migrationBuilder.CreateIndex(
                name: "IX_registrations_EventId_RequestId",
                table: "registrations",
                columns: new[] { "EventId", "RequestId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_registrations_GuestId",
                table: "registrations",
                column: "GuestId");

            migrationBuilder.CreateIndex(
                name: "IX_registrations_Secret",
                table: "registrations",
                column: "Secret",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_registrations_State_PayBy",
                table: "registrations",
                columns: new[] { "State", "PayBy" });

            migrationBuilder.CreateIndex(
                name: "IX_registrations_TypeId_State_Number",
                table: "registrations",
                columns: new[] { "TypeId", "State", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_seats_EventId_RoomId_SectorId_Order",
                table: "seats",
                columns: new[] { "EventId", "RoomId", "SectorId", "Order" });

            migrationBuilder.CreateIndex(
                name: "IX_seats_RegistrationId",
                table: "seats",
                column: "RegistrationId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ticket_types_EventId",
                table: "ticket_types",
                column: "EventId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "invitation_codes");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "registrations");

            migrationBuilder.DropTable(
                name: "seats");

            migrationBuilder.DropTable(
                name: "sectors");

            migrationBuilder.DropTable(
                name: "ticket_types");

            migrationBuilder.DropColumn(
                name: "State",
                table: "events");
        }
    }
}
