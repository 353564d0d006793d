import { Mesh, MeshBasicMaterial, type PerspectiveCamera, Raycaster, RingGeometry, Scene, Vector2, Vector3, WebGLRenderer } from 'three';
import { avatarKit } from '../avatar/kit';
import type { Actors } from '../world/actors';
import { Crowd } from '../crowd/crowd';
import { Rings } from '../crowd/rings';
import { loadFired } from '../scene/effects/stage-effects';
import { loadPlace } from '../scene/loader';
import type { Place } from '../scene/place';
import { Post } from '../scene/post';
import type { Quality } from '../scene/quality';
import { DefaultShow } from '../scene/show';
import type { ScreenSources } from '../scene/sources/registry';
import { drawsInSoftware } from '../scene/software';
import type { CuedShow } from '../show/cued';
import type { ShowState } from '../net/generated/show_pb';
import { part } from '../net/parts';
import type { Floor } from '../world/floor';
import { OrbitCamera } from './camera';
import { idle, rehearse } from './rehearse';

const PICK_METRES = 70;
const SOFTWARE_SHARE = 0.6; // of the usual pixels, where a processor fills each of them
const PICK_STEP = 0.1;

/** Figures of the last frame, for the tests. */
export interface DrawStats { readonly calls: number; readonly triangles: number; readonly fps: number }

/** A place with its crowd, ready to be shown. */
interface Prepared { readonly place: Place; readonly crowd: Crowd }

/** Where the show that is drawn comes from. */
export interface ShowFeed {
  readonly sources: ScreenSources;
  /** What the room shows at a moment of room time, milliseconds: the same object until it changes; null while nothing is known. */
  stateAt: (roomMs: number) => ShowState | null;
  /** How loud what plays is now, 0..1; undefined where nothing is known of it. */
  loudness: () => number | undefined;
}

/** The canvas and what is drawn on it: a place, its crowd, and the effects over both. */
export class View {
  readonly orbit = new OrbitCamera();
  readonly renderer: WebGLRenderer;
  place: Place | null = null;
  crowd: Crowd | null = null;
  readonly rings = new Rings();
  private readonly own = new DefaultShow();
  private cued: CuedShow | null = null;
  readonly scene = new Scene();
  private next: { readonly url: string; readonly made: Promise<Prepared> } | null = null;
  readonly post: Post;
  private readonly mark = new Mesh(new RingGeometry(0.2, 0.28, 40), new MeshBasicMaterial({ color: 0xffe0c4, transparent: true, opacity: 0.75, depthWrite: false }));
  private readonly ray = new Raycaster();
  private frames = 0;
  private framesSince = performance.now();
  private fps = 0;
  private share = 1;
  /** Gets what draws a show that somebody runs, with the effects that its cues may fire, and a wall that was signed. Until it is there the place shows its own. */
  private readonly cue = part(async () => {
    const [{ CuedShow: Cued }] = await Promise.all([import('../show/cued'), loadFired()]);
    this.cued = new Cued((roomMs) => this.feed.stateAt(roomMs), this.feed.sources);
    this.cued.dress(this.place);
  });

  /** @param draws Without, nothing is ever rendered here, neither what places and crowds bake as they load: whoever draws later makes another view. */
  constructor(readonly canvas: HTMLCanvasElement, public quality: Quality, private readonly actors: Actors, readonly draws: boolean,
    private readonly feed: ShowFeed) {
    this.renderer = new WebGLRenderer({ canvas, antialias: !quality.post && !drawsInSoftware(), powerPreference: 'high-performance' });
    this.renderer.info.autoReset = false;
    if (!draws) this.renderer.render = () => undefined;
    this.post = new Post(this.renderer, quality);
    this.mark.rotation.x = -Math.PI / 2;
    this.mark.visible = false;
    this.scene.add(this.mark, this.rings.mesh);
    this.fit();
  }

  /** Replaces the place. What was there stays until the new one is ready. */
  async load(url: string, title: readonly string[]): Promise<void> {
    const { place, crowd } = await this.prepare(url);
    this.next = null;
    this.drop();
    this.place = place;
    this.crowd = crowd;
    this.cued?.dress(place);
    // The preset may have changed while they were made.
    place.setQuality(this.quality);
    crowd.setQuality(this.quality);
    place.setTitle?.(title);
    this.scene.add(place.root, crowd.group);
    this.post.setPlace(place.post);
  }

  /** Does beforehand what takes long: loading, shaders, the views of people far away. A later `load` of the same place finds it done. */
  prepare(url: string): Promise<Prepared> {
    if (this.next?.url === url) return this.next.made;
    this.forget();
    const next = { url, made: this.make(url) };
    this.next = next;
    next.made.catch(() => { if (this.next === next) this.next = null; });
    return next.made;
  }

  setQuality(quality: Quality): void {
    this.quality = quality;
    this.place?.setQuality(quality);
    this.crowd?.setQuality(quality);
    this.post.setQuality(quality);
    this.fit();
  }

  /** Fits the picture to the window, with a share of its usual pixels. */
  fit(share = this.share): void {
    this.share = share;
    const slow = this.quality.name === 'low' && drawsInSoftware() ? SOFTWARE_SHARE : 1;
    this.renderer.setPixelRatio(Math.min(devicePixelRatio, this.quality.maxPixelRatio) * share * slow);
    this.renderer.setSize(innerWidth, innerHeight, false);
    this.post.setSize();
    this.orbit.setAspect(innerWidth / innerHeight);
  }

  /** @param camera Another one than the person's, as for a photograph. */
  draw(timeSeconds: number, beat: number, dt: number, reducedMotion: boolean, camera: PerspectiveCamera = this.orbit.camera): void {
    this.renderer.info.reset();
    const { place, crowd, feed, cued } = this, show = (cued?.show ?? this.own).at(timeSeconds, beat, reducedMotion);
    if (cued === null && (feed.stateAt(timeSeconds * 1000)?.running === true || feed.sources.has('wall'))) void this.cue();
    cued?.follow();
    place?.update({
      time: timeSeconds, delta: dt, beat, show, camera, renderer: this.renderer, reducedMotion, performers: crowd?.performers, placeOf: this.placeOf,
      loudness: feed.loudness(),
    });
    this.post.render(this.scene, camera);
    this.frames++;
    const now = performance.now();
    if (now - this.framesSince < 1000) return;
    this.fps = (this.frames * 1000) / (now - this.framesSince);
    [this.frames, this.framesSince] = [0, now];
  }

  private readonly placeOf = (person: number, out: Vector3): boolean => this.crowd?.placeOf(person, out) ?? false;

  get stats(): DrawStats {
    return { calls: this.renderer.info.render.calls, triangles: this.renderer.info.render.triangles, fps: Math.round(this.fps) };
  }

  /** Shows where a walk by click ends. */
  showGoal(goal: { x: number; z: number } | null, floor: Floor | null): void {
    const height = goal && floor ? floor.heightAt(goal.x, goal.z) : NaN;
    this.mark.visible = !Number.isNaN(height);
    if (goal && this.mark.visible) this.mark.position.set(goal.x, height + 0.04, goal.z);
  }

  /** Who is under a point of the picture (−1..1); −1 when nobody. */
  pickPerson(x: number, y: number): number {
    this.ray.setFromCamera(new Vector2(x, y), this.orbit.camera);
    return this.crowd?.pick(this.ray) ?? -1;
  }

  /** The floor under a point of the picture. */
  pickFloor(x: number, y: number, floor: Floor): { x: number; z: number } | null {
    this.ray.setFromCamera(new Vector2(x, y), this.orbit.camera);
    const at = new Vector3();
    for (let distance = 0.5; distance < PICK_METRES; distance += PICK_STEP) {
      this.ray.ray.at(distance, at);
      if (at.y <= floor.heightAt(at.x, at.z)) return { x: at.x, z: at.z };
    }
    return null;
  }

  dispose(): void {
    this.forget();
    this.drop();
    this.post.dispose();
    this.mark.geometry.dispose();
    this.mark.material.dispose();
    this.rings.dispose();
    this.renderer.dispose();
  }

  private async make(url: string): Promise<Prepared> {
    const [place, people] = await Promise.all([loadPlace(url, this.renderer, this.quality), avatarKit()]);
    performance.mark('kapok:loaded');
    const crowd = new Crowd(this.renderer, people, place.light, this.quality, this.actors);
    if (!this.draws) return { place, crowd };
    const scene = new Scene();
    scene.add(place.root, crowd.group);
    await this.post.compile(scene, this.orbit.camera);
    performance.mark('kapok:compiled');
    await idle();
    rehearse(place, crowd, this.actors, this.renderer, this.quality, () => this.post.render(scene, this.orbit.camera), this.orbit.camera);
    performance.mark('kapok:rehearsed');
    return { place, crowd };
  }

  /** Takes back a preparation that nobody came for. */
  private forget(): void {
    void this.next?.made.then(({ place, crowd }) => {
      crowd.dispose();
      place.dispose();
    }, () => undefined);
    this.next = null;
  }

  private drop(): void {
    if (this.place) this.scene.remove(this.place.root);
    if (this.crowd) this.scene.remove(this.crowd.group);
    this.cued?.dress(null);
    this.place?.dispose();
    this.crowd?.dispose();
    this.place = null;
    this.crowd = null;
  }
}
