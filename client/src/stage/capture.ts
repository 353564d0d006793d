import type { LivePicture } from '../slices/stage';

/** Takes what a person sends to the stage. */

const CAMERA: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } };
const SCREEN: MediaTrackConstraints = { width: { max: 1920 }, height: { max: 1080 }, frameRate: { ideal: 30, max: 30 } };
/** Of a hall and its music nothing is taken away; what speaks beside a loudspeaker is freed of its echo. */
const VOICE: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: { ideal: 2 } };

/**
 * A camera with a microphone; or a screen, window or tab with what it plays, and the microphone where it plays nothing.
 * @param camera Device of the browser's list; empty for its own choice. @param microphone Likewise. @throws What the browser throws.
 */
export async function capture(picture: LivePicture, camera: string, microphone: string): Promise<MediaStream> {
  const { mediaDevices } = navigator;
  if (mediaDevices === undefined) throw new DOMException('This page may take neither picture nor sound.', 'SecurityError');
  const voice = { ...VOICE, ...(microphone === '' ? {} : { deviceId: { exact: microphone } }) };
  if (picture === 'camera') {
    const stream = await mediaDevices.getUserMedia({ video: { ...CAMERA, ...(camera === '' ? {} : { deviceId: { exact: camera } }) }, audio: voice });
    return stream;
  }
  const stream = await mediaDevices.getDisplayMedia({
    video: SCREEN, audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false }, systemAudio: 'include', surfaceSwitching: 'include',
    selfBrowserSurface: 'exclude', // a page that shows itself is a tunnel of mirrors
  } as DisplayMediaStreamOptions);
  for (const track of stream.getVideoTracks()) track.contentHint = 'detail';
  // A speaker who shows a window without sound is heard beside it.
  if (stream.getAudioTracks().length === 0) {
    const spoken = await mediaDevices.getUserMedia({ audio: voice }).catch(() => null);
    for (const track of spoken?.getAudioTracks() ?? []) stream.addTrack(track);
  } else for (const track of stream.getAudioTracks()) track.contentHint = 'music';
  return stream;
}

/** Lets go of devices and screens. */
export function release(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** Cameras by name, as far as the browser tells. */
export async function listCameras(): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const devices = await navigator.mediaDevices?.enumerateDevices().catch(() => []) ?? [];
  return devices.filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '').map(({ deviceId, label }) => ({ id: deviceId, name: label }));
}
