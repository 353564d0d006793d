using System.CommandLine;
using Kapok.Tools;
using Kapok.Tools.Bench;
using Kapok.Tools.Bots;
using Kapok.Tools.Doctor;
using Kapok.Tools.Packaging;
using Kapok.Tools.Rehearse;

RootCommand root = new("Tools for a Kapok venue.")
{
    AssetsCommand.Create(), BenchCommand.Create(), BotsCommand.Create(), DoctorCommand.Create(), PackageCommand.Create(), RehearseCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
