import { useEffect, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { t } from '../i18n';
import { FloatingPanel } from './parts';
import { shown } from '../slices';
import type { MapView } from '../slices/picture';

const { hands, picture, self, settings } = shown;

/** The room from above, small in the corner. A click walks there; a thumb is too broad for that and opens the large map. */
export function MiniMap(): JSX.Element | null {
  return <MapCanvas onPick={settings.touch.value ? () => { hands.panel.value = 'map'; } : self.ask.walkTo} hint={settings.touch.value ? t('hud.map') : t('map.walk')} />;
}

/** The large map. Those who cannot point find the portals as buttons below it. */
export function MapPanel(): JSX.Element {
  const portals = picture.map.value?.portals ?? [];
  return (
    <FloatingPanel title={t('hud.map')} className="map-panel" testId="map-panel" onClose={() => { hands.panel.value = 'none'; }}>
      <MapCanvas onPick={self.ask.walkTo} hint={t('map.walk')} large />
      <div class="map-portals">
        <small>{t(settings.touch.value ? 'map.tap' : 'map.walk')}</small>
        {portals.map((portal) => <button key={portal.title} type="button" class="button small"
          onClick={() => self.ask.walkTo(portal.x, portal.z)}>{t('map.portal', { place: portal.title })}</button>)}
      </div>
    </FloatingPanel>
  );
}

/** Floor, people, portals and oneself with one's heading. */
function MapCanvas({ onPick, hint, large = false }: { onPick: (x: number, z: number) => void; hint: string; large?: boolean }): JSX.Element | null {
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = picture.map.value;
  useEffect(() => { if (canvas.current !== null && view !== null) draw(canvas.current, view); }, [view]);
  if (view === null) return null;
  const click = (event: MouseEvent): void => {
    const box = canvas.current?.getBoundingClientRect();
    if (box === undefined) return;
    const frame = frameOf(view, box.width, box.height);
    onPick(view.minX + (event.clientX - box.left - frame.left) / frame.scale, view.minZ + (event.clientY - box.top - frame.top) / frame.scale);
  };
  return <canvas ref={canvas} class={`map${large ? ' large' : ''}`} role="img" aria-label={t('hud.map')} title={hint} onClick={click} data-testid={large ? 'map-large' : 'map'} />;
}

function frameOf(view: MapView, width: number, height: number): { scale: number; left: number; top: number } {
  const w = view.maxX - view.minX, h = view.maxZ - view.minZ, scale = Math.min(width / w, height / h);
  return { scale, left: (width - w * scale) / 2, top: (height - h * scale) / 2 };
}

function draw(canvas: HTMLCanvasElement, view: MapView): void {
  const pixels = Math.min(2, devicePixelRatio), width = canvas.clientWidth, height = canvas.clientHeight;
  if (canvas.width !== Math.round(width * pixels)
    || canvas.height !== Math.round(height * pixels)) { canvas.width = Math.round(width * pixels); canvas.height = Math.round(height * pixels); }
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { scale, left, top } = frameOf(view, width, height);
  context.setTransform(pixels, 0, 0, pixels, 0, 0);
  context.clearRect(0, 0, width, height);
  const x = (metres: number): number => left + (metres - view.minX) * scale, z = (metres: number): number => top + (metres - view.minZ) * scale;
  for (const picture of [view.floor, view.crowd]) context.drawImage(picture, left, top, (view.maxX - view.minX) * scale, (view.maxZ - view.minZ) * scale);
  context.fillStyle = '#ffd166';
  for (const friend of view.friends) context.fillRect(x(friend.x) - 2, z(friend.z) - 2, 4, 4);
  for (const portal of view.portals) {
    context.beginPath();
    context.strokeStyle = '#7fe3ff';
    context.lineWidth = 2;
    context.arc(x(portal.x), z(portal.z), 4, 0, 7);
    context.stroke();
  }
  context.save();
  context.translate(x(view.me.x), z(view.me.z));
  context.rotate(-view.me.yaw);
  context.beginPath();
  context.moveTo(0, 8);
  context.lineTo(5, -5);
  context.lineTo(0, -2);
  context.lineTo(-5, -5);
  context.closePath();
  context.fillStyle = '#ff5a5f';
  context.strokeStyle = '#fff';
  context.lineWidth = 1.5;
  context.fill();
  context.stroke();
  context.restore();
}
