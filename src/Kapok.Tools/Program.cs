using System.CommandLine;
using Kapok.Tools.Assets;
using Kapok.Tools.Bots;
using Kapok.Tools.Doctor;

RootCommand root = new("Tools for a Kapok venue.") { AssetsCommand.Create(), BotsCommand.Create(), DoctorCommand.Create() };
return await root.Parse(args).InvokeAsync();
