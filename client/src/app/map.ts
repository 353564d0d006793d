import { model, type MapDot, type MapView } from '../ui/model';
import type { Floor } from '../world/floor';
import type { People } from '../world/people';
import type { Shown } from '../world/track';

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

export function showMap(floor: Floor, picture: HTMLCanvasElement, people: People, portals: MapView['portals'], me: number, shown: Shown): void {
  const dots: MapDot[] = [];
  for (const actor of people.actors) if (actor.opacity > 0 || actor.id === me) dots.push({ x: actor.x, z: actor.z, me: actor.id === me, friend: model.followed.value.has(actor.id) });
  model.map.value = {
    minX: floor.originX, minZ: floor.originZ, maxX: floor.originX + floor.columns * floor.cellMetres, maxZ: floor.originZ + floor.rows * floor.cellMetres,
    floor: picture, me: { x: shown.x, z: shown.z, yaw: shown.yaw }, dots, portals: portals,
  };
}
