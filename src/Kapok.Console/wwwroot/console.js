// What only the browser can do for the console: the clipboard, a choice to remember, and the map of heads.

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // refused, or not there: plain HTTP from another host has no clipboard
  }
}

/** Sends the file that was chosen in a field to an address. @returns What was wrong with it, in the server's words; empty when it was taken. */
export async function sendFile(field, address) {
  const [file] = field.files;
  if (!file) return '';
  try {
    const answer = await fetch(file.name.toLowerCase().endsWith('.csv') ? `${address}.csv` : address, { method: 'PUT', body: file, headers: { 'Content-Type': file.type || 'text/plain' } });
    if (answer.ok) return '';
    const problem = await answer.json().catch(() => null);
    return problem?.title ?? `${answer.status}`;
  } catch (error) {
    return String(error.message ?? error);
  } finally {
    field.value = ''; // the same file may be chosen again once it is mended
  }
}

export function rememberDark(dark) {
  document.cookie = `kapok-dark=${dark}; path=/console; max-age=31536000; samesite=lax`;
  document.documentElement.dataset.dark = String(dark);
  document.querySelector('meta[name="color-scheme"]').content = dark ? 'dark' : 'light';
}

// Roles as on the wire, 1 attendee to 5 organiser; 0 stands for a bot.
const COLOURS = ['#8b89b5', '#f2777b', '#5cc8e8', '#f5b85c', '#8e8cff', '#ffffff'];
const LIGHT_ORGANISER = '#1d1e3a';
const BYTES_EACH = 12;
const GLIDE_MS = 500; // from one look to the next
// KFL1 (docs/protocol.md, section 6). The client's own reader is TypeScript of its bundle, whose files are named by their contents; this page cannot name it.
const FLOOR = { columnsAt: 4, rowsAt: 6, cellAt: 8, xAt: 12, zAt: 16, heightsAt: 20, heightBytes: 2, noFloor: -32768, unitsPerMetre: 64, stepMetres: 0.45 };

/** Opens the map of a room on a canvas. `owner` is told who was clicked; `names` gives places and rooms in the operator's language. */
export async function openMap(canvas, room, owner, names) {
  const map = new HeadMap(canvas, owner, names);
  map.start();
  await map.loadFloor(room);
  return map;
}

class HeadMap {
  constructor(canvas, owner, names) {
    this.canvas = canvas;
    this.owner = owner;
    this.names = names;
    this.heads = new Map(); // person -> where they were, are, and what they are
    this.bounds = [-30, -30, 30, 30];
    this.selected = -1;
    this.zones = [];
    this.closed = false;
    this.onClick = (event) => this.choose(event);
    this.observer = new ResizeObserver(() => this.draw());
  }

  start() {
    this.canvas.addEventListener('click', this.onClick);
    this.observer.observe(this.canvas);
    const frame = () => {
      if (this.closed) return;
      if (performance.now() < this.restless) this.draw();
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  /** A new look: bounds in metres, people packed as HeadCodec says. */
  show(bounds, bytes, selected) {
    const now = performance.now();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const seen = new Map();
    for (let at = 0; at + BYTES_EACH <= bytes.byteLength; at += BYTES_EACH) {
      const id = view.getUint16(at, true), x = view.getInt16(at + 2, true) / 16, z = view.getInt16(at + 4, true) / 16;
      const before = this.heads.get(id);
      const from = before ? this.placeOf(before, now) : [x, z];
      const far = Math.hypot(x - from[0], z - from[1]) > 12; // through a portal or put back: no glide across the hall
      seen.set(id, {
        id, x, z, fromX: far ? x : from[0], fromZ: far ? z : from[1], at: now,
        yaw: (view.getUint16(at + 6, true) / 65536) * 2 * Math.PI, role: view.getUint8(at + 8), flags: view.getUint8(at + 9),
      });
    }
    this.heads = seen;
    if (bounds[2] > bounds[0] && bounds[3] > bounds[1]) this.bounds = bounds;
    this.selected = selected;
    this.restless = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : now + GLIDE_MS + 50;
    this.draw();
  }

  close() {
    this.closed = true;
    this.observer.disconnect();
    this.canvas.removeEventListener('click', this.onClick);
  }

  placeOf(head, now) {
    const part = this.restless === 0 ? 1 : Math.min(1, (now - head.at) / GLIDE_MS);
    return [head.fromX + (head.x - head.fromX) * part, head.fromZ + (head.z - head.fromZ) * part];
  }

  // The floor grid of docs/protocol.md, section 6, as a picture of one pixel a cell; zones beside it.
  async loadFloor(room) {
    try {
      const [grid, places] = await Promise.all([
        fetch(`/api/v1/rooms/${room}/floor`).then((answer) => (answer.ok ? answer.arrayBuffer() : null)),
        fetch(`/api/v1/rooms/${room}/places`).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null),
      ]);
      if (grid) this.readFloor(grid);
      this.zones = places?.zones ?? [];
      this.portals = places?.portals ?? [];
      this.draw();
    } catch {
      // without a floor the heads are still where they are
    }
  }

  readFloor(buffer) {
    const view = new DataView(buffer);
    const columns = view.getUint16(FLOOR.columnsAt, true), rows = view.getUint16(FLOOR.rowsAt, true), cell = view.getFloat32(FLOOR.cellAt, true);
    const heightOf = (index) => view.getInt16(FLOOR.heightsAt + index * FLOOR.heightBytes, true);
    const isEdge = (from, to) => Math.abs(heightOf(to) - heightOf(from)) > FLOOR.stepMetres * FLOOR.unitsPerMetre; // nobody can step over it
    const image = new OffscreenCanvas(columns, rows);
    const context = image.getContext('2d');
    const pixels = context.createImageData(columns, rows);
    for (let index = 0; index < columns * rows; index++) {
      if (heightOf(index) === FLOOR.noFloor) continue;
      const metres = heightOf(index) / FLOOR.unitsPerMetre, lift = Math.max(0, Math.min(1, (metres + 1) / 9));
      const edge = (index % columns < columns - 1 && isEdge(index, index + 1)) || (index + columns < columns * rows && isEdge(index, index + columns));
      pixels.data.set([92 + 60 * lift, 94 + 44 * lift, 160 + 40 * lift, edge ? 190 : 70 + 60 * lift], index * 4);
    }
    context.putImageData(pixels, 0, 0);
    this.floor = { image, x: view.getFloat32(FLOOR.xAt, true), z: view.getFloat32(FLOOR.zAt, true), width: columns * cell, depth: rows * cell };
  }

  // Metres to CSS pixels: the whole floor in view, the room's +z down, its x to the left as one sees it facing the stage.
  projection() {
    const [minX, minZ, maxX, maxZ] = this.bounds, pad = 14;
    const legend = innerWidth >= 960 ? 26 : 0; // it lies over the map where there is room
    const width = this.canvas.clientWidth, height = this.canvas.clientHeight;
    const scale = Math.max(0.01, Math.min((width - 2 * pad) / (maxX - minX), (height - legend - 2 * pad) / (maxZ - minZ)));
    return { scale, x: width / 2 - (scale * (minX + maxX)) / 2, z: (height - legend) / 2 - (scale * (minZ + maxZ)) / 2, width, height };
  }

  draw() {
    const to = this.projection(), ratio = Math.min(2, devicePixelRatio || 1), context = this.canvas.getContext('2d');
    if (to.width === 0) return;
    if (this.canvas.width !== Math.round(to.width * ratio) || this.canvas.height !== Math.round(to.height * ratio)) {
      [this.canvas.width, this.canvas.height] = [Math.round(to.width * ratio), Math.round(to.height * ratio)];
    }
    const dark = document.documentElement.dataset.dark !== 'false';
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, to.width, to.height);
    this.drawGround(context, to, dark);
    this.drawHeads(context, to, dark, performance.now());
  }

  drawGround(context, to, dark) {
    if (this.floor) {
      context.imageSmoothingEnabled = true;
      context.globalAlpha = dark ? 0.75 : 0.55;
      context.drawImage(this.floor.image, to.x + to.scale * this.floor.x, to.z + to.scale * this.floor.z, to.scale * this.floor.width, to.scale * this.floor.depth);
      context.globalAlpha = 1;
    } else {
      const [minX, minZ, maxX, maxZ] = this.bounds;
      context.strokeStyle = dark ? '#3a3c66' : '#cfccdf';
      context.strokeRect(to.x + to.scale * minX, to.z + to.scale * minZ, to.scale * (maxX - minX), to.scale * (maxZ - minZ));
    }
    context.font = '600 11px system-ui, sans-serif';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    for (const zone of [...this.zones, ...(this.portals ?? [])]) this.drawZone(context, to, dark, zone);
  }

  drawZone(context, to, dark, zone) {
    const corners = cornersOf(zone.box).map(([x, z]) => [to.x + to.scale * x, to.z + to.scale * z]);
    if (corners.length === 0) return;
    context.beginPath();
    corners.forEach(([x, z], index) => (index === 0 ? context.moveTo(x, z) : context.lineTo(x, z)));
    context.closePath();
    context.setLineDash([5, 4]);
    context.strokeStyle = dark ? 'rgba(245,184,92,.6)' : 'rgba(168,105,10,.7)';
    context.stroke();
    context.setLineDash([]);
    if (zone.room && to.scale < 3.5) return; // portals stand close together: on a small map their names would cover each other
    const name = this.nameOf(zone);
    const across = Math.max(...corners.map((corner) => corner[0])) - Math.min(...corners.map((corner) => corner[0]));
    if (!zone.room && context.measureText(name).width > across - 6) return; // a name wider than its zone would lie over its neighbours'
    context.fillStyle = dark ? 'rgba(245,214,160,.9)' : 'rgba(110,66,0,.9)';
    const middle = corners.reduce((sum, corner) => [sum[0] + corner[0] / 4, sum[1] + corner[1] / 4], [0, 0]);
    context.fillText(name, middle[0], middle[1] + (zone.room ? (middle[1] > to.height / 2 ? -12 : 12) : 0));
  }

  // Numbered places, such as tables, share a name of the catalogue.
  nameOf({ title, room }) {
    if (room) return `→ ${this.names[`place.${room}`] ?? room}`;
    const [, word, number] = /^(.*?)( \d+)?$/.exec(title ?? '');
    return `${this.names[`zone.${word}`] ?? word}${number ?? ''}`;
  }

  drawHeads(context, to, dark, now) {
    // A head is half a metre of floor where the map is large enough, and never less than can be seen or more than leaves gaps in a crowd.
    const crowd = this.heads.size, radius = Math.min(crowd > 2000 ? 1.6 : crowd > 500 ? 2.4 : 3.4, Math.max(1.6, to.scale * 0.5));
    const colours = dark ? COLOURS : [...COLOURS.slice(0, 5), LIGHT_ORGANISER];
    const ordered = [...this.heads.values()].sort((a, b) => rank(a) - rank(b));
    for (const head of ordered) {
      const [x, z] = this.placeOf(head, now);
      const px = to.x + to.scale * x, pz = to.z + to.scale * z, size = rank(head) > 1 ? radius + 1.4 : radius;
      context.globalAlpha = head.flags & 2 ? 0.35 : 1;
      context.fillStyle = colours[rank(head)];
      context.beginPath();
      context.arc(px, pz, size, 0, 2 * Math.PI);
      context.fill();
      if (head.flags & 4) ring(context, px, pz, size + 1.8, '#f5b85c', 1.2);
      if (head.id === this.selected) {
        context.globalAlpha = 1;
        ring(context, px, pz, size + 4.5, dark ? '#ffffff' : '#1d1e3a', 2);
        ring(context, px, pz, size + 9, 'rgba(242,85,90,.7)', 3);
      }
    }
    context.globalAlpha = 1;
  }

  choose(event) {
    const to = this.projection(), box = this.canvas.getBoundingClientRect(), now = performance.now();
    const x = event.clientX - box.left, z = event.clientY - box.top;
    let nearest = -1, best = 18 * 18; // as far as a thumb misses
    for (const head of this.heads.values()) {
      const [hx, hz] = this.placeOf(head, now);
      const distance = (to.x + to.scale * hx - x) ** 2 + (to.z + to.scale * hz - z) ** 2;
      if (distance < best) [best, nearest] = [distance, head.id];
    }
    this.owner.invokeMethodAsync('ChooseAsync', nearest);
  }
}

// Bots lie under guests, guests under the team, so that a click finds whom one means.
const rank = (head) => (head.flags & 1 ? 0 : Math.max(1, Math.min(5, head.role)));

function ring(context, x, y, radius, colour, width) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  [context.strokeStyle, context.lineWidth] = [colour, width];
  context.stroke();
  context.lineWidth = 1;
}

// The four corners, in metres, of a box that may be turned about the vertical.
function cornersOf(box) {
  if (!box) return [];
  const yaw = 2 * Math.atan2(box.rotation?.[1] ?? 0, box.rotation?.[3] ?? 1), sin = Math.sin(yaw), cos = Math.cos(yaw);
  return [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([right, front]) => {
    const x = right * box.halfX, z = front * box.halfZ;
    return [box.x + x * cos + z * sin, box.z - x * sin + z * cos];
  });
}
