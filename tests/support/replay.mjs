// A venue that is only a recording (kapok bench record): one visitor among ten thousand, without ten thousand sockets.
// It serves the built client, answers what a client asks before it enters, and then plays the recorded messages at their pace.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { once } from 'node:events';
import { freePort, root, temporaryFolder, toolDll } from './venue.mjs';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json', '.glb': 'model/gltf-binary',
  '.vrm': 'model/gltf-binary' };
const WEBSOCKET = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'; // RFC 6455, section 1.3
const CONTROL = 1, STATE = 3, PING = 2, PONG = 2, WELCOME = 1, ROOM_MS = 4;

/** Records a full arena and serves the recording; `stop` deletes it. */
export async function replayRecording({ avatars, seconds }) {
  const folder = temporaryFolder();
  const replay = await startReplay(record(folder, { avatars, seconds }));
  return { url: replay.url, stop: async () => { await replay.stop(); rmSync(folder, { recursive: true, force: true }); } };
}

/** Records what a newcomer to a full arena is sent; takes a few seconds for each minute. */
function record(folder, { avatars = 10_000, seconds = 20 } = {}) {
  const { status, stdout, stderr } = spawnSync('dotnet', [toolDll, 'bench', 'record', '--scene', join(root, 'artifacts/assets/scenes/arena.glb'),
    '--avatars', String(avatars), '--seconds', String(seconds), '--out', folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`kapok bench record ended with ${status}: ${stdout}${stderr}`);
  return folder;
}

/** Serves a recording. A visitor's stream begins with their Hello; after its end the room goes on without news. */
async function startReplay(folder, { client = join(root, 'client/dist'), assets = join(root, 'artifacts/assets') } = {}) {
  const messages = messagesOf(readFileSync(join(folder, 'stream.bin')));
  const begin = welcomeMs(messages[0].bytes), sockets = new Set();
  const room = { id: 'arena', title: 'Arena', capacity: 16_000, people: 0, scene: '/assets/scenes/arena.glb', sceneName: 'arena', floor: '/api/v1/rooms/arena/floor',
    places: '/api/v1/rooms/arena/places' };
  const answers = {
    '/api/v1/venue': json({ event: 'opening-night', title: 'Kapok Opening Night', organisation: 'Kapok', rooms: [room] }),
    '/api/v1/guest': json({ name: null, look: null }),
    '/api/v1/rooms/arena/join': json({ ticket: 'replay', expiresInSeconds: 60, socket: '/rt', room }),
    '/api/v1/rooms/arena/floor': ['application/octet-stream', readFileSync(join(folder, 'floor.bin'))],
    '/api/v1/rooms/arena/places': ['application/json', readFileSync(join(folder, 'places.json'))],
  };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname), answer = answers[path];
    if (answer) return response.writeHead(200, { 'Content-Type': answer[0] }).end(answer[1]);
    const file = path.startsWith('/assets/') ? join(assets, normalize(path.slice(7))) : path.startsWith('/r/') || path === '/' ? join(client, 'index.html')
      : join(client, normalize(path));
    if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', 'Content-Length': statSync(file).size });
    createReadStream(file).pipe(response);
  });
  server.on('upgrade', (request, socket) => {
    const accept = createHash('sha1').update(request.headers['sec-websocket-key'] + WEBSOCKET).digest('base64');
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: kapok.v1\r\n\r\n`);
    sockets.add(socket);
    play(socket, messages, begin);
    socket.on('close', () => sockets.delete(socket)).on('error', () => sockets.delete(socket));
  });
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${port}`,
    /** State frames of the recording, for measuring what reading them costs. */
    frames: messages.filter(({ bytes }) => bytes[0] === STATE).map(({ bytes }) => bytes),
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const json = (value) => ['application/json', JSON.stringify(value)];

function messagesOf(file) {
  const messages = [];
  for (let at = 0; at < file.length;) {
    const ms = file.readUInt32LE(at), length = file.readUInt32LE(at + 4);
    messages.push({ ms, bytes: file.subarray(at + 8, at + 8 + length) });
    at += 8 + length;
  }
  return messages;
}

function play(socket, messages, beginMs) {
  let startedMs = Number.NaN, next = 0, timer = null, buffer = Buffer.alloc(0);
  const roomMs = () => beginMs + performance.now() - startedMs;
  const step = () => {
    const now = performance.now() - startedMs;
    while (next < messages.length && messages[next].ms <= now) send(socket, messages[next++].bytes);
    if (next === messages.length) send(socket, heartbeat(roomMs()));
  };
  socket.on('data', (data) => {
    buffer = Buffer.concat([buffer, data]);
    for (let frame = readFrame(buffer); frame; frame = readFrame(buffer)) {
      buffer = buffer.subarray(frame.size);
      if (frame.opcode === 8) return socket.end();
      const asked = frame.payload[0] === CONTROL ? fieldsOf(frame.payload.subarray(1)).find(({ field }) => field === PING) : undefined;
      if (asked) send(socket, pong(fieldsOf(asked.bytes)[0]?.bytes ?? Buffer.alloc(8), roomMs()));
      if (timer !== null) continue;
      startedMs = performance.now();
      timer = setInterval(step, 20);
      step();
    }
  });
  socket.on('close', () => clearInterval(timer));
}

/** A state frame without blocks (docs/protocol.md, section 3). */
function heartbeat(ms) {
  const frame = Buffer.alloc(5);
  frame[0] = STATE;
  frame.writeUInt32LE((Math.floor(ms / 10) * 10) % 2 ** 32, 1);
  return frame;
}

function pong(clientMs, roomMs) {
  const body = Buffer.alloc(21);
  body.set([CONTROL, (PONG << 3) | 2, 18, 9]);
  clientMs.copy(body, 4);
  body[12] = (2 << 3) | 1;
  body.writeDoubleLE(roomMs, 13);
  return body;
}

const welcomeMs = (message) => fieldsOf(fieldsOf(message.subarray(1)).find(({ field }) => field === WELCOME).bytes).find(({ field }) => field === ROOM_MS).bytes.readDoubleLE();

/** Fields of a Protobuf message, one level deep. */
function fieldsOf(bytes) {
  const fields = [];
  let at = 0;
  const varint = () => {
    let value = 0, scale = 1, byte;
    do { byte = bytes[at++]; value += (byte & 127) * scale; scale *= 128; } while (byte & 128);
    return value;
  };
  while (at < bytes.length) {
    const key = varint(), wire = key & 7;
    const length = wire === 1 ? 8 : wire === 5 ? 4 : wire === 2 ? varint() : 0;
    if (wire === 0) varint();
    fields.push({ field: key >> 3, bytes: bytes.subarray(at, at + length) });
    at += length;
  }
  return fields;
}

/** One frame of a client, unmasked; null while it is not whole. Clients send small messages only. */
function readFrame(buffer) {
  if (buffer.length < 6) return null;
  const length = buffer[1] & 127, head = length === 126 ? 8 : 6;
  if (length === 127 || buffer.length < head) return null;
  const bytes = length === 126 ? buffer.readUInt16BE(2) : length;
  if (buffer.length < head + bytes) return null;
  const mask = buffer.subarray(head - 4, head), payload = Buffer.from(buffer.subarray(head, head + bytes));
  for (let i = 0; i < bytes; i++) payload[i] ^= mask[i & 3];
  return { opcode: buffer[0] & 15, payload, size: head + bytes };
}

function send(socket, bytes) {
  const head = bytes.length < 126 ? Buffer.from([0x82, bytes.length]) : bytes.length < 65536 ? Buffer.from([0x82, 126, bytes.length >> 8, bytes.length & 255]) : Buffer.alloc(10);
  if (bytes.length >= 65536) { head.set([0x82, 127]); head.writeBigUInt64BE(BigInt(bytes.length), 2); }
  if (!socket.destroyed) socket.write(Buffer.concat([head, bytes]));
}
