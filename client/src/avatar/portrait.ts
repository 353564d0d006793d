// One person large, for the editor: turning on a pedestal before a soft lilac and peach backdrop.
import { CanvasTexture, Color, CylinderGeometry, Group, LatheGeometry, Mesh, MeshBasicMaterial, MeshStandardMaterial, HemisphereLight, DirectionalLight, PerspectiveCamera,
  Scene, SRGBColorSpace, TorusGeometry, Vector2, WebGLRenderer } from 'three';
import { createLight, type PlaceLight } from '../scene/light';
import { Figure } from './figure';
import type { Kit } from './kit';
import type { Look } from './look';

export type Framing = 'body' | 'face';
const SHOTS: Readonly<Record<Framing, { distance: number; height: number; fov: number }>> = {
  body: { distance: 4.9, height: 0.86, fov: 25 },
  face: { distance: 2.5, height: 1.4, fov: 17 },
};
const PEDESTAL_METRES = 0.12;
const TURN_A_PIXEL = 0.011;
/** Share of the way to the wanted framing or angle that is left after a second. */
const EASE = 0.004;

/** Owns a small renderer on the canvas given. Not driven by itself: call render each frame while it is shown. */
export class Portrait {
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(25, 1, 0.1, 40);
  private readonly light = studioLight();
  private readonly person: Figure;
  private readonly backdrop = backdropTexture();
  private readonly stage = pedestal();
  private framing: Framing = 'body';
  private seconds = 0;
  private closeness = 0;
  private yaw = 0.35;
  private wantedYaw = 0.35;

  constructor(private readonly canvas: HTMLCanvasElement, kit: Kit) {
    this.renderer = new WebGLRenderer({ canvas, antialias: true, powerPreference: 'low-power' });
    this.renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
    this.person = new Figure(this.renderer, this.light, kit);
    this.scene.background = this.backdrop;
    this.scene.add(this.person.mesh, this.stage, new HemisphereLight(0xe8e4ff, 0xf0c8b8, 2.2));
    const sun = new DirectionalLight(0xfff1e2, 1.6);
    sun.position.set(2.2, 4.2, 4.2);
    this.scene.add(sun);
  }

  setLook(look: Look): void {
    this.person.setLook(look);
  }

  setFraming(framing: Framing): void {
    this.framing = framing;
  }

  /** Turns the person by a drag. @param dx Pixels to the right. */
  rotate(dx: number): void {
    this.wantedYaw += dx * TURN_A_PIXEL;
  }

  render(deltaSeconds: number): void {
    const share = 1 - EASE ** deltaSeconds;
    this.seconds += deltaSeconds;
    this.closeness += ((this.framing === 'face' ? 1 : 0) - this.closeness) * share;
    this.yaw += (this.wantedYaw - this.yaw) * share;
    this.fit();
    this.person.pose(this.seconds, PEDESTAL_METRES, this.yaw);
    this.renderer.render(this.scene, this.camera);
  }

  dispose(): void {
    this.person.dispose();
    this.backdrop.dispose();
    this.stage.traverse((node) => {
      if (!(node instanceof Mesh)) return;
      node.geometry.dispose();
      (node.material as { dispose(): void }).dispose();
    });
    this.renderer.dispose();
  }

  private fit(): void {
    const width = this.canvas.clientWidth || 300, height = this.canvas.clientHeight || 400, size = this.renderer.getSize(sizeNow);
    if (size.x !== width || size.y !== height) this.renderer.setSize(width, height, false);
    const { body, face } = SHOTS, t = this.closeness, mix = (a: number, b: number): number => a + (b - a) * t;
    this.camera.aspect = width / height;
    this.camera.fov = mix(body.fov, face.fov);
    // In a narrow canvas the person must still fit from side to side.
    const distance = mix(body.distance, face.distance) * Math.max(1, (mix(0.5, 0.8) * height) / width);
    const middle = mix(body.height, face.height * this.person.scale) + PEDESTAL_METRES;
    this.camera.position.set(0, middle + mix(0.28, 0.03), distance);
    this.camera.lookAt(0, middle, 0);
    this.camera.updateProjectionMatrix();
  }
}

const sizeNow = new Vector2();

/** Soft daylight from the upper right, peach from below, a lilac rim. */
export function studioLight(): PlaceLight {
  const light = createLight();
  light.uSky.value.set(0.50, 0.49, 0.58);
  light.uGround.value.set(0.36, 0.28, 0.29);
  light.uKeyDirection.value.set(0.36, 0.62, 0.70).normalize();
  light.uKeyColour.value.set(0.66, 0.60, 0.51);
  light.uRimColour.value.set(0.34, 0.29, 0.42);
  return light;
}

function backdropTexture(): CanvasTexture {
  const canvas = document.createElement('canvas'), context = canvas.getContext('2d');
  [canvas.width, canvas.height] = [256, 256];
  if (context) {
    const sky = context.createLinearGradient(0, 0, 0, 256);
    sky.addColorStop(0, '#b9a6ea');
    sky.addColorStop(0.42, '#f3d9ec');
    sky.addColorStop(0.75, '#ffe9dc');
    context.fillStyle = sky;
    context.fillRect(0, 0, 256, 256);
    const glow = context.createRadialGradient(128, 105, 6, 128, 110, 120);
    glow.addColorStop(0, 'rgba(255,255,255,.55)');
    glow.addColorStop(1, 'rgba(255,255,255,0)');
    context.fillStyle = glow;
    context.fillRect(0, 0, 256, 256);
  }
  const texture = new CanvasTexture(canvas);
  texture.colorSpace = SRGBColorSpace;
  return texture;
}

function pedestal(): Group {
  const h = PEDESTAL_METRES, r = 0.46, group = new Group();
  const profile = [[0.001, 0], [r * 1.03, 0], [r * 1.03, h * 0.35], [r, h * 0.45], [r, h - 0.02], [r - 0.012, h - 0.004], [r - 0.03, h], [0.001, h]];
  group.add(new Mesh(new LatheGeometry(profile.map(([x, y]) => new Vector2(x, y)), 72), new MeshStandardMaterial({ color: 0xf6efff, roughness: 0.55 })));
  const ring = new Mesh(new TorusGeometry(r * 1.032, 0.008, 8, 80), new MeshBasicMaterial({ color: 0xff9fd0 }));
  ring.rotation.x = Math.PI / 2;
  ring.position.y = h * 0.35;
  group.add(ring, disc(0.34, h + 0.002, 0.30), disc(0.85, 0.001, 0.28));
  return group;
}

/** A soft round shadow lying at a height. */
function disc(radius: number, y: number, strength: number): Mesh {
  const canvas = document.createElement('canvas'), context = canvas.getContext('2d');
  [canvas.width, canvas.height] = [128, 128];
  if (context) {
    const soft = context.createRadialGradient(64, 64, 6, 64, 64, 62);
    const violet = new Color(0x462864).getStyle().replace('rgb(', '').replace(')', '');
    soft.addColorStop(0, `rgba(${violet},${strength * 2})`);
    soft.addColorStop(0.5, `rgba(${violet},${strength})`);
    soft.addColorStop(1, `rgba(${violet},0)`);
    context.fillStyle = soft;
    context.fillRect(0, 0, 128, 128);
  }
  const mesh = new Mesh(new CylinderGeometry(radius, radius, 0.0001, 48), new MeshBasicMaterial({ map: new CanvasTexture(canvas), transparent: true, depthWrite: false }));
  mesh.position.y = y;
  return mesh;
}
