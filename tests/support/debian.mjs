// A fresh Debian 12 in a folder, without .NET and without systemd, in which a test installs and runs what we make. It needs root.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root as checkout, run } from './venue.mjs';

const SUITE = 'bookworm', MAKE_MS = 240_000;
// The mount is in a namespace of the command's own, so it ends with the command, however that ends. Nothing forks: a signal reaches the program itself.
const INSIDE = 'root=$1; shift; mount -t proc proc "$root/proc" && exec chroot "$@"';

/** Why there can be no Debian here; false where there can. */
export const noDebian = process.getuid() !== 0 && 'only root can make another Debian';

/** The mirror that this machine's apt uses for the suite, read when it is needed: it differs from machine to machine. */
export function aptMirror(folder = '/etc/apt') {
  const lists = join(folder, 'sources.list.d');
  const files = [join(folder, 'sources.list'), ...(existsSync(lists) ? readdirSync(lists).sort().map((name) => join(lists, name)) : [])]
    .filter((file) => /\.(list|sources)$/.test(file) && existsSync(file));
  for (const stanza of files.flatMap((file) => readFileSync(file, 'utf8').split(/\n\s*\n/))) {
    const text = stanza.replace(/^\s*#.*\n?/gm, ''), line = new RegExp(`^deb\\s+(?:\\[.*?\\]\\s+)?(\\S+)\\s+${SUITE}\\s.*\\bmain\\b`, 'm').exec(text);
    if (line) return line[1];
    const value = (key) => new RegExp(`^${key}:\\s*(.*)$`, 'mi').exec(text)?.[1].split(/\s+/) ?? [];
    if (value('Types').includes('deb') && value('Suites').includes(SUITE) && value('Components').includes('main')) return value('URIs')[0];
  }
  throw new Error(`no mirror of Debian ${SUITE} in ${files.join(', ')}`);
}

export class Debian {
  /** Makes one in a folder that must not be in use. The tree as debootstrap leaves it is kept for the next time. */
  static async make(name) {
    const build = join(checkout, '.build'), kept = join(build, `debian-${SUITE}.tar`), folder = join(build, name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    if (!existsSync(kept)) {
      await ended('debootstrap', ['--variant=minbase', SUITE, folder, aptMirror()]);
      await ended('tar', ['--create', '--numeric-owner', '--file', `${kept}.new`, '--directory', folder, '.']);
      renameSync(`${kept}.new`, kept);
    } else {
      await ended('tar', ['--extract', '--numeric-owner', '--same-permissions', '--file', kept, '--directory', folder]);
    }
    for (const file of ['etc/resolv.conf', 'etc/hosts']) copyFileSync(`/${file}`, join(folder, file));
    return new Debian(folder);
  }

  constructor(folder) { this.folder = folder; }

  /** A path in it as this machine sees it. */
  path(inside) { return join(this.folder, inside); }

  /** Starts a program in it. @param options Its `user` (user:group) and `env`. */
  spawn(command, { user, env = {}, cwd = '/' } = {}) {
    const as = user ? [`--userspec=${user}`] : [];
    return spawn('unshare', ['--mount', 'sh', '-c', INSIDE, 'sh', this.folder, ...as, this.folder, 'env', `--chdir=${cwd}`, ...command],
      { env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/', LANG: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive', ...env } });
  }

  /** Runs a program in it to its end; never throws for an exit code. */
  async run(command, { limit = 120_000, ...options } = {}) {
    const child = this.spawn(command, options);
    let all = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { all += text; });
    const timer = setTimeout(() => child.kill('SIGKILL'), limit);
    const code = await new Promise((resolve) => child.once('close', resolve));
    clearTimeout(timer);
    return { code, all };
  }

  /** Runs one that has to succeed; returns what it printed. */
  async must(command, options) {
    const { code, all } = await this.run(command, options);
    assert.equal(code, 0, `${command.join(' ')}:\n${all}`);
    return all;
  }

  remove() { rmSync(this.folder, { recursive: true, force: true }); }
}

async function ended(command, args) {
  const result = await run(command, args, { limit: MAKE_MS });
  assert.equal(result.code, 0, `${command}:\n${result.all}`);
}
