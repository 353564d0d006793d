import {
  BoxGeometry, type BufferGeometry, CanvasTexture, DoubleSide, Group, Mesh, PlaneGeometry, ShaderMaterial, SRGBColorSpace, Matrix4, type Texture,
} from 'three';
import { FEED_LAYER } from '../scene/feed';
import type { Place } from '../scene/place';
import clothFragment from './cloth.frag.glsl';
import clothVertex from './cloth.vert.glsl';
import { unveilingMs } from './countdown';
import { DARK, GOLD, Pieces } from './pieces';
import plaqueFragment from './plaque.frag.glsl';
import plaqueVertex from './plaque.vert.glsl';
import type { CeremonySpots, Floor } from './spots';
import type { StepFrame, StepMaker, StepScene } from './steps';

const WIDTH = 3.2, HEIGHT = 1.9, MIDDLE = 2.05, PIXELS = 1024; // metres, and pixels across
const FALL_MS = 1500, CALM_MS = 900;
const FACE = '"Avenir Next", "Segoe UI", "Noto Sans", "DejaVu Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", serif';

/** A plaque on its stand, under a cloth that falls at its moment: two draws. */
class Unveiling implements StepScene {
  private readonly root = new Group();
  private readonly uniforms = { uFall: { value: 0 }, uCalm: { value: 0 }, uFloor: { value: -(MIDDLE - 0.04) }, uHalf: { value: (HEIGHT + 0.24) / 2 } };
  private readonly cloth: Mesh<BufferGeometry, ShaderMaterial>;
  private readonly plaque: Mesh<BufferGeometry, ShaderMaterial>;
  private readonly print: { value: Texture | null } = { value: null };
  private title: string | null = null;

  constructor(private readonly place: Place, { plaque: { x, z } }: CeremonySpots, floor: Floor) {
    const { light } = place, ground = floor.heightAt(x, z);
    this.plaque = new Mesh(plaqueOf(), new ShaderMaterial({
      vertexShader: plaqueVertex, fragmentShader: plaqueFragment, uniforms: { ...light, uGlow: { value: 0 }, uPrint: this.print }, side: DoubleSide,
    }));
    this.cloth = new Mesh(new PlaneGeometry(WIDTH + 0.34, HEIGHT + 0.24, 40, 30), new ShaderMaterial({
      vertexShader: clothVertex, fragmentShader: clothFragment, uniforms: { ...light, ...this.uniforms }, side: DoubleSide, transparent: true,
    }));
    this.cloth.position.set(0, MIDDLE, 0.14);
    this.cloth.frustumCulled = false;
    this.root.add(this.plaque, this.cloth);
    this.root.position.set(x, Number.isNaN(ground) ? 0 : ground, z);
    for (const mesh of [this.plaque, this.cloth]) mesh.layers.enable(FEED_LAYER);
    place.root.add(this.root);
    this.root.updateMatrixWorld(true);
  }

  update({ now, roomMs, calm }: StepFrame): void {
    const title = now.step?.title ?? '';
    if (title !== this.title) {
      this.title = title;
      this.print.value?.dispose();
      this.print.value = printOf(title);
    }
    const share = Math.min(1, Math.max(0, (roomMs - unveilingMs(now)) / (calm ? CALM_MS : FALL_MS)));
    this.uniforms.uFall.value = share;
    this.uniforms.uCalm.value = calm ? 1 : 0;
    this.cloth.visible = !calm || share < 1;
  }

  dispose(): void {
    this.place.root.remove(this.root);
    this.print.value?.dispose();
    for (const { geometry, material } of [this.plaque, this.cloth]) {
      geometry.dispose();
      material.dispose();
    }
  }
}

export const makeUnveiling: StepMaker = (place, spots, floor) => new Unveiling(place, spots, floor);

/** A board in a golden frame on two posts. The origin is on the floor; what faces +Z in the middle is printed (plaque.frag.glsl). */
function plaqueOf(): BufferGeometry {
  const pieces = new Pieces().put(new BoxGeometry(WIDTH, HEIGHT, 0.1), DARK, 0, MIDDLE, 0);
  for (const side of [-1, 1]) {
    pieces.put(new BoxGeometry(0.13, MIDDLE, 0.13), DARK, side * (WIDTH / 2 - 0.35), MIDDLE / 2, -0.06)
      .put(new BoxGeometry(0.3, 0.08, 1), DARK, side * (WIDTH / 2 - 0.35), 0.04, -0.06);
    pieces.put(new BoxGeometry(0.09, HEIGHT + 0.09, 0.17), GOLD, side * (WIDTH / 2), MIDDLE, 0)
      .put(new BoxGeometry(WIDTH + 0.09, 0.09, 0.17), GOLD, 0, MIDDLE + (side * HEIGHT) / 2, 0);
    pieces.add(new BoxGeometry(0.1, 1.6, 0.1), DARK, new Matrix4().makeRotationX(0.42).setPosition(side * (WIDTH / 2 - 0.35), 0.76, -0.4));
  }
  return pieces.build();
}

/** The title in gold, as large as it fits. */
function printOf(title: string): Texture {
  const canvas = document.createElement('canvas'), pen = canvas.getContext('2d');
  [canvas.width, canvas.height] = [PIXELS, Math.round((PIXELS * HEIGHT) / WIDTH)];
  const texture = new CanvasTexture(canvas);
  texture.colorSpace = SRGBColorSpace;
  texture.anisotropy = 4;
  if (!pen) return texture;
  const { width, height } = canvas, ground = pen.createLinearGradient(0, 0, 0, height);
  ground.addColorStop(0, '#5d1512');
  ground.addColorStop(1, '#3a0b10');
  pen.fillStyle = ground;
  pen.fillRect(0, 0, width, height);
  [pen.strokeStyle, pen.lineWidth] = ['#d9a94a', 5];
  pen.strokeRect(34, 34, width - 68, height - 68);
  pen.lineWidth = 2;
  pen.strokeRect(48, 48, width - 96, height - 96);
  [pen.fillStyle, pen.textAlign, pen.textBaseline] = ['#ffd884', 'center', 'middle'];
  const lines = linesOf(title), size = Math.min(190, (height - 190) / (lines.length * 1.2));
  pen.font = `700 ${size}px ${FACE}`;
  lines.forEach((line, i) => {
    pen.fillText(line, width / 2, height / 2 + (i - (lines.length - 1) / 2) * size * 1.2, width - 180);
  });
  return texture;
}

const LONG_LINE = 14;

/** A long title in two lines or three, broken between words. */
export function linesOf(title: string): readonly string[] {
  const words = title.split(' '), lines = Math.min(3, words.length, Math.ceil(title.length / LONG_LINE)), made: string[] = [];
  for (const word of words) {
    const last = made.at(-1);
    if (last === undefined || (made.length < lines && last.length + word.length / 2 > title.length / lines)) made.push(word);
    else made[made.length - 1] = `${last} ${word}`;
  }
  return made;
}
