// Generates TypeScript for proto/*.proto with the protoc that NuGet's Grpc.Tools brings, and protoc-gen-es.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const version = /Include="Grpc\.Tools" Version="([^"]+)"/.exec(readFileSync(join(root, 'Directory.Packages.props'), 'utf8'))[1];
const packages = process.env.NUGET_PACKAGES ?? join(homedir(), '.nuget/packages');
const machine = process.arch === 'arm64' ? 'arm64' : 'x64';
const platform = { linux: `linux_${machine}`, darwin: 'macosx_x64', win32: 'windows_x64' }[process.platform];
const protoc = join(packages, 'grpc.tools', version, 'tools', platform, process.platform === 'win32' ? 'protoc.exe' : 'protoc');
if (!existsSync(protoc)) {
  console.error(`protoc is not at ${protoc}: run "dotnet restore" first.`);
  process.exit(2);
}
const out = join(import.meta.dirname, '../src/net/generated');
mkdirSync(out, { recursive: true });
execFileSync(protoc, [
  `--plugin=protoc-gen-es=${join(import.meta.dirname, '../node_modules/.bin/protoc-gen-es')}`,
  `--es_out=${out}`,
  '--es_opt=target=ts,import_extension=none',
  `--proto_path=${join(root, 'proto')}`,
  'kapok.proto', 'show.proto',
], { stdio: 'inherit' });
