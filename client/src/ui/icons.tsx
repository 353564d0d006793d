import type { JSX } from 'preact';

/** Line icons of 24 × 24, drawn with the current colour. */
const PATHS = {
  certificate: 'M4 4h16v11H4zM7.5 7.5h6M7.5 10.5h4M16.5 15a2.5 2.5 0 1 0-.01-5 2.5 2.5 0 0 0 .01 5zM15 14.5V21l1.5-1 1.5 1v-6.5',
  chat: 'M4 5h16v11H9l-5 4z',
  palm: 'M7 12V6.5a1.5 1.5 0 0 1 3 0V11m0-1V5a1.5 1.5 0 0 1 3 0v6m0-5a1.5 1.5 0 0 1 3 0v5m0-3a1.5 1.5 0 0 1 3 0v5a7 7 0 0 1-7 7 7 7 0 0 1-6-3.5L4 14.5a1.6 1.6 0 0 1 2.7-1.6L7 13.5',
  clap: 'M8 13 5.5 8.7a1.4 1.4 0 0 1 2.4-1.4L10 11M10 11 7.8 7a1.4 1.4 0 0 1 2.4-1.4l3 5M12 8.5l-1-2a1.4 1.4 0 0 1 2.4-1.4l3.4 6 .4-2a1.4 1.4 0 0 1 2.7.5l-.6 5A6 6 0 0 1 9 17zM17 3l.5-1.5M20 5l1.5-.8',
  cheer: 'M12 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 3l4 8v10M20 3l-4 8v10M8 21h8',
  dance: 'M13 6a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM5 5l5 4h5l4-4M12 9l-1 6 4 3-1 4M11 15l-5 5',
  heart: 'M12 20S3.5 15 3.5 9A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 8.5 2c0 6-8.5 11-8.5 11z',
  laugh: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM7 13h10a5 5 0 0 1-10 0zM8 9.5l1-1 1 1M14 9.5l1-1 1 1',
  bow: 'M15 7a2.4 2.4 0 1 0 0-4.8A2.4 2.4 0 0 0 15 7zM12 9H7l-1 6v7M12 9l4 3M10 15v7',
  point: 'M4 12h12m-4-4 5 4-5 4M19 6v12',
  stick: 'M5 19 15 9M13 7l4 4 4-4-4-4zM18 13l1 2M9 4l1 2M20 17l1 1',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20a6.5 6.5 0 0 1 13 0M16 4.6a3.5 3.5 0 0 1 0 6M18 14.4a6.5 6.5 0 0 1 3.5 5.6',
  map: 'M3 6l6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14',
  settings: 'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM12 2.5v3M12 18.5v3M2.5 12h3M18.5 12h3M5.3 5.3l2.1 2.1M16.6 16.6l2.1 2.1M18.7 5.3l-2.1 2.1M7.4 16.6l-2.1 2.1',
  help: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.8v.2',
  look: 'M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21a8 8 0 0 1 16 0',
  leave: 'M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9',
  sit: 'M7 4v9h8v7M7 13v7M7 9h6',
  jump: 'M12 20V6M6 11l6-6 6 6',
  close: 'M6 6l12 12M18 6 6 18',
  undo: 'M9 7H15a5 5 0 0 1 0 10H8M9 7l3-3M9 7l3 3',
  redo: 'M15 7H9a5 5 0 0 0 0 10h7M15 7l-3-3M15 7l-3 3',
  dice: 'M4 4h16v16H4zM8.5 8.5v.01M15.5 8.5v.01M12 12v.01M8.5 15.5v.01M15.5 15.5v.01',
  send: 'M4 12l16-8-5 16-3.5-6.5z',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 21 21',
  more: 'M5 12v.01M12 12v.01M19 12v.01',
  megaphone: 'M4 10v4l3 .5L9 20h3l-1.5-5 9.5 3V5L7 9.5z',
  mic: 'M12 15a3.5 3.5 0 0 0 3.5-3.5v-5a3.5 3.5 0 1 0-7 0v5A3.5 3.5 0 0 0 12 15zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3.5M8.5 21.5h7',
  micOff: 'M15.5 11.5v-5a3.5 3.5 0 0 0-6.8-1.2M8.5 9v2.5a3.5 3.5 0 0 0 5.6 2.8M5.5 11.5a6.5 6.5 0 0 0 10.6 5M18.5 11.5a6.5 6.5 0 0 1-.5 2.5M12 18v3.5M8.5 21.5h7M4 3l16 18',
  speaker: 'M4 9v6h4l5 4V5L8 9zM16.5 8.5a5 5 0 0 1 0 7M19 6a8.5 8.5 0 0 1 0 12',
  lock: 'M6 11h12v9.5H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11',
  music: 'M9 18V5.5l11-2.5v12.5M9 18a2.7 2.7 0 1 1-2.7-2.7A2.7 2.7 0 0 1 9 18zM20 15.5a2.7 2.7 0 1 1-2.7-2.7 2.7 2.7 0 0 1 2.7 2.7z',
  signal: 'M5 19v-3M10 19v-6M15 19v-9M20 19V6M3 4l18 16',
  screen: 'M3 5h18v11H3zM8 20h8M12 16v4',
  camera: 'M3 7h12v10H3zM15 11l6-3.5v9L15 13',
  copy: 'M9 9h11v11H9zM15 5H4v11',
  captions: 'M3 5h18v14H3zM10.5 10.3a2.2 2.2 0 1 0 0 3.4M17.5 10.3a2.2 2.2 0 1 0 0 3.4',
  pip: 'M3 5h18v14H3zM12 12h6v4h-6z',
  grow: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
  shrink: 'M9 4v5H4M20 9h-5V4M15 20v-5h5M4 15h5v5',
  broadcast: 'M12 13.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM8 16a5.7 5.7 0 0 1 0-8M16 8a5.7 5.7 0 0 1 0 8M5 19a10 10 0 0 1 0-14M19 5a10 10 0 0 1 0 14',
  muted: 'M4 9v6h4l5 4V5L8 9zM17 9l4 6M21 9l-4 6',
  before: 'M15 5l-7 7 7 7',
  after: 'M9 5l7 7-7 7',
  up: 'M6 15l6-6 6 6',
  down: 'M6 9l6 6 6-6',
  play: 'M7 4.5v15l12-7.5z',
  pause: 'M8 5v14M16 5v14',
  stop: 'M6 6h12v12H6z',
  skip: 'M5 5v14l10-7zM19 5v14',
  plus: 'M12 5v14M5 12h14',
  bin: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5',
  pen: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  upload: 'M12 16V4M7 9l5-5 5 5M4 15v5h16v-5',
  film: 'M3 5h18v14H3zM7 5v14M17 5v14M3 9.5h4M3 14.5h4M17 9.5h4M17 14.5h4',
  slides: 'M3 4h18M4.5 4v11h15V4M12 15v3M8 21l4-3 4 3',
} as const;

export type IconName = keyof typeof PATHS;
export const EMOTE_ICONS: readonly IconName[] = ['palm', 'clap', 'cheer', 'dance', 'heart', 'laugh', 'bow', 'point'];

export function Icon({ name, size = 22 }: { name: IconName; size?: number }): JSX.Element {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width={name === 'more' ? 3 : 1.8}
      stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
