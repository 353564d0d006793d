using System.CommandLine;
using Kapok.Tools.Assets;

RootCommand root = new("Tools for a Kapok venue.") { AssetsCommand.Create() };
return await root.Parse(args).InvokeAsync();
