/** The light build has no types of its own: it is the whole one without subtitles, several languages of sound, and DRM. */
declare module 'hls.js/light' {
  export { default } from 'hls.js';
}
