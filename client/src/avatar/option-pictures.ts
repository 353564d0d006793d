// Little pictures of what the editor offers: the person as they would look, from near enough to see the difference.
import { PerspectiveCamera, Scene, WebGLRenderer } from 'three';
import { Figure } from './figure';
import type { Kit } from './kit';
import type { Look } from './look';
import { studioLight } from './portrait';

/** What a picture shows of somebody. */
export type Shot = 'figure' | 'clothes' | 'head' | 'face' | 'eyes' | 'brows' | 'mouth' | 'beard' | 'ear' | 'halo' | 'chest' | 'back';
/** Heights are of the kit's person, metres: others are taller or smaller by their scale. */
const SHOTS: Readonly<Record<Shot, { readonly height: number; readonly span: number; readonly yaw: number }>> = {
  figure: { height: 0.84, span: 1.86, yaw: 0.3 },
  clothes: { height: 0.76, span: 1.14, yaw: 0.35 },
  head: { height: 1.42, span: 0.6, yaw: 0.42 },
  face: { height: 1.415, span: 0.4, yaw: 0.12 },
  eyes: { height: 1.43, span: 0.2, yaw: 0 },
  brows: { height: 1.46, span: 0.2, yaw: 0 },
  mouth: { height: 1.345, span: 0.16, yaw: 0 },
  beard: { height: 1.38, span: 0.36, yaw: 0.35 },
  ear: { height: 1.42, span: 0.4, yaw: 0.85 },
  halo: { height: 1.52, span: 0.62, yaw: 0.3 },
  chest: { height: 1.1, span: 0.66, yaw: 0.25 },
  back: { height: 1.1, span: 0.8, yaw: 2.5 },
};
const FOV = 14;
const EYES_OPEN_SECONDS = 1.2; // a moment of idling without a blink

/** Owns one small renderer for all of them: a page may have few, and each costs memory of the graphics card. */
export class OptionPictures {
  private readonly canvas = document.createElement('canvas');
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(FOV, 1, 0.1, 40);
  private readonly figure: Figure;

  constructor(kit: Kit) {
    this.renderer = new WebGLRenderer({ canvas: this.canvas, antialias: true, alpha: true, powerPreference: 'low-power' });
    this.renderer.setClearAlpha(0);
    this.figure = new Figure(this.renderer, studioLight(), kit);
    this.scene.add(this.figure.mesh);
  }

  /** Draws somebody onto a canvas of the page, in its size; what was on it is gone. */
  draw(look: Look, shot: Shot, onto: HTMLCanvasElement): void {
    const { height, span, yaw } = SHOTS[shot], { camera, canvas, figure, renderer } = this;
    if (canvas.width !== onto.width || canvas.height !== onto.height) renderer.setSize(onto.width, onto.height, false);
    figure.setLook(look);
    figure.pose(EYES_OPEN_SECONDS, 0, yaw);
    const middle = height * figure.scale, distance = span / 2 / Math.tan((FOV * Math.PI) / 360);
    camera.aspect = onto.width / onto.height;
    camera.position.set(0, middle + span * 0.04, distance);
    camera.lookAt(0, middle, 0);
    camera.updateProjectionMatrix();
    renderer.render(this.scene, camera);
    const context = onto.getContext('2d');
    context?.clearRect(0, 0, onto.width, onto.height);
    context?.drawImage(canvas, 0, 0);
  }

  /** Gives the renderer back to the browser, which allows few. */
  dispose(): void {
    this.figure.dispose();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
  }
}
