import type { Actors } from '../world/actors';
import type { Floor } from '../world/floor';
import type { Shown } from '../world/track';
import { shown } from '../slices';
import type { MapView } from '../slices/picture';

const { people, picture } = shown;

const CROWD_SECONDS = 0.4; // how often the crowd is drawn anew
const CELLS_A_DOT = 2; // of the floor: half a metre, about as much as a body takes
const ONE = 150, MORE = 45; // how opaque one person is, and each one more in the same place; of 255
const WHITE = 0x00ffffff;

/** The floor from above, drawn once for each room: one pixel a cell, lighter where higher, edges marked. */
export function drawFloor(floor: Floor): HTMLCanvasElement {
  const picture = document.createElement('canvas');
  [picture.width, picture.height] = [floor.columns, floor.rows];
  const context = picture.getContext('2d');
  if (!context) return picture;
  const pixels = context.createImageData(floor.columns, floor.rows);
  for (let cell = 0; cell < floor.columns * floor.rows; cell++) {
    if (!floor.hasFloor(cell)) continue;
    const shade = Math.min(150, Math.max(0, 48 + floor.heightOf(cell) * 14));
    const edge = !floor.joins(cell, cell + 1) || !floor.joins(cell, cell + floor.columns);
    pixels.data.set(edge ? [206, 186, 220, 170] : [shade + 22, shade, shade + 44, 215], cell * 4);
  }
  context.putImageData(pixels, 0, 0);
  return picture;
}

/** The crowd from above: one pixel for half a metre, brighter where more stand. Ten thousand rectangles would cost more than drawing the crowd itself. */
class CrowdPicture {
  readonly canvas = document.createElement('canvas');
  private readonly context: CanvasRenderingContext2D | null;
  private readonly image: ImageData;
  private readonly pixels: Uint32Array;

  constructor(private readonly floor: Floor) {
    this.canvas.width = Math.ceil(floor.columns / CELLS_A_DOT);
    this.canvas.height = Math.ceil(floor.rows / CELLS_A_DOT);
    this.context = this.canvas.getContext('2d');
    this.image = new ImageData(this.canvas.width, this.canvas.height);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  draw(actors: Actors, me: number): void {
    const { pixels, floor } = this, { width, height } = this.canvas, { x, z, opacity } = actors, { ids, count } = actors.shown, side = floor.cellMetres * CELLS_A_DOT;
    pixels.fill(0);
    for (let i = 0; i < count; i++) {
      const id = ids[i], column = Math.floor((x[id] - floor.originX) / side), row = Math.floor((z[id] - floor.originZ) / side);
      if (id === me || opacity[id] <= 0 || column < 0 || row < 0 || column >= width || row >= height) continue;
      const at = row * width + column, before = pixels[at] >>> 24;
      pixels[at] = (WHITE | (Math.min(255, before === 0 ? ONE : before + MORE) << 24)) >>> 0;
    }
    this.context?.putImageData(this.image, 0, 0);
  }
}

/** What the map shows of one room. */
export class RoomMap {
  private readonly crowd: CrowdPicture;
  private sinceCrowd = CROWD_SECONDS;

  constructor(private readonly floor: Floor, private readonly picture: HTMLCanvasElement, private readonly portals: () => MapView['portals']) {
    this.crowd = new CrowdPicture(floor);
  }

  /** @param dt Seconds since the last time. */
  show(actors: Actors, me: number, shown: Shown, dt: number): void {
    const { floor } = this;
    this.sinceCrowd += dt;
    if (this.sinceCrowd >= CROWD_SECONDS) {
      this.sinceCrowd = 0;
      this.crowd.draw(actors, me);
    }
    const friends = [...people.followed.value].filter((id) => actors.shown.has(id) && actors.opacity[id] > 0).map((id) => ({ x: actors.x[id], z: actors.z[id] }));
    picture.map.value = {
      minX: floor.originX, minZ: floor.originZ, maxX: floor.originX + floor.columns * floor.cellMetres, maxZ: floor.originZ + floor.rows * floor.cellMetres,
      floor: this.picture, crowd: this.crowd.canvas, me: { x: shown.x, z: shown.z, yaw: shown.yaw }, friends, portals: this.portals(),
    };
  }
}
