// A page for looking at a place without a server: harness.html?place=arena&cam=0,7.5,22,0,6.2,-40,58&t=3.3&quality=laptop&people=300
import { Clock, PerspectiveCamera, Scene, WebGLRenderer } from 'three';

const query = new URLSearchParams(location.search);
const [x, y, z, tx, ty, tz, fov] = (query.get('cam') ?? '0,3,12,0,1.5,0,55').split(',').map(Number);
const renderer = new WebGLRenderer({ antialias: true, preserveDrawingBuffer: true });
renderer.setSize(innerWidth, innerHeight);
document.body.append(renderer.domElement);
const camera = new PerspectiveCamera(fov, innerWidth / innerHeight, 0.1, 400);
camera.position.set(x, y, z);
camera.lookAt(tx, ty, tz);
const scene = new Scene();
renderer.render(scene, camera);
document.body.dataset.ready = String(new Clock().getElapsedTime());
