using System.CommandLine;
using Kapok.Tools.Assets;
using Kapok.Tools.Doctor;

RootCommand root = new("Tools for a Kapok venue.") { AssetsCommand.Create(), DoctorCommand.Create() };
return await root.Parse(args).InvokeAsync();
