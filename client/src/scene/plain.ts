import { AmbientLight, DirectionalLight, Group, Mesh, PlaneGeometry, ShaderMaterial } from 'three';
import { CanvasSource } from './canvas-source';
import { createLight } from './light';
import { sceneOf } from './nodes';
import type { Place, PlaceMaker, PostSettings } from './place';
import { BoardScreen, surfacesOf, type Surface } from './screen';
import fragmentShader from './screen.frag.glsl';
import vertexShader from './screen.vert.glsl';

const CARD_PIXELS = 1024; // across
const FACE = '"Noto Sans", "DejaVu Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';

/** Grading that changes nothing, with a little bloom: a start for other places. */
export const PLAIN_POST: PostSettings = {
  bloomStrength: 0.15,
  bloomRadius: 0.6,
  bloomThreshold: 1,
  exposure: 1,
  vignette: 0.25,
  contrast: 1,
  saturation: 1,
  shadowTint: [1, 1, 1],
  lightTint: [1, 1, 1],
};

/** Any glTF scene as its author made it, under soft daylight, with the screens that it marks (`screen.NAME`): title cards until they are given something else. */
export const createPlainPlace: PlaceMaker = (gltf): Place => {
  const light = createLight();
  const root = new Group();
  const sun = new DirectionalLight(light.uKeyColour.value, 1.2);
  sun.position.copy(light.uKeyDirection.value).multiplyScalar(50);
  root.add(gltf.scene, new AmbientLight(0xe8ecff, 1.1), sun);
  const screens = new Map([...surfacesOf(gltf)].map(([name, surface]) => [name, new BoardScreen(surface, [createCard(surface)])]));
  for (const screen of screens.values()) root.add(panelOf(screen));
  return {
    root,
    light,
    post: PLAIN_POST,
    screens,
    update(frame) {
      light.uTime.value = frame.time;
      light.uBeat.value = frame.beat;
      const scene = sceneOf(root);
      for (const screen of screens.values()) screen.update(frame, scene);
    },
    setTitle(lines) {
      for (const screen of screens.values()) screen.setTitle(lines);
    },
    setQuality() {},
    dispose() {
      for (const screen of screens.values()) screen.dispose();
      root.traverse((node) => {
        const mesh = node as Mesh;
        if (!mesh.isMesh) return;
        mesh.geometry.dispose();
        for (const material of [mesh.material].flat()) material.dispose();
      });
    },
  };
};

/** A flat panel where the scene marks a screen. The marker may lie in a wall of the scene's own, so the panel stands a little before it. */
function panelOf({ surface: { width, height, position, yaw }, uniforms }: BoardScreen): Mesh {
  const panel = new Mesh(new PlaneGeometry(width, height), new ShaderMaterial({ uniforms, vertexShader, fragmentShader }));
  panel.position.set(position.x + 0.02 * Math.sin(yaw), position.y, position.z + 0.02 * Math.cos(yaw));
  panel.rotation.y = yaw;
  return panel;
}

function createCard({ width, height }: Surface): CanvasSource {
  const down = Math.round(Math.min(4 * CARD_PIXELS, Math.max(64, (CARD_PIXELS * height) / width))), large = Math.min(down / 4, CARD_PIXELS / 8);
  return new CanvasSource('title', CARD_PIXELS, down, (pen, lines) => {
    pen.fillStyle = '#171a33';
    pen.fillRect(0, 0, CARD_PIXELS, down);
    [pen.fillStyle, pen.textAlign, pen.textBaseline] = ['#f4f1e8', 'center', 'middle'];
    lines.slice(0, 2).forEach((line, i) => {
      pen.font = `${i === 0 ? 700 : 400} ${i === 0 ? large : large * 0.6}px ${FACE}`;
      pen.fillText(line, CARD_PIXELS / 2, down / 2 + (i === 0 ? -0.1 : 1) * large, CARD_PIXELS * 0.9);
    });
  });
}
