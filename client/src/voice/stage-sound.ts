/** Where stage sound comes from: an input of the sound card, or what a tab or the system plays. */
export type StageSource = { readonly kind: 'input'; readonly device: string } | { readonly kind: 'shared' };

/** Music is sent as it is: voice processing would take it for noise and echo. */
const AS_IT_IS: MediaTrackConstraints = { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: { ideal: 2 }, sampleRate: { ideal: 48_000 } };

/** Takes stage sound. @throws What the browser throws; NotFoundError where a tab was shared without its sound. */
export async function takeStageSound(source: StageSource): Promise<MediaStreamTrack> {
  const stream = source.kind === 'input'
    ? await navigator.mediaDevices.getUserMedia({ audio: { ...AS_IT_IS, ...(source.device === '' ? {} : { deviceId: { exact: source.device } }) } })
    // Browsers share sound only beside a picture, which nobody gets: it is stopped at once.
    : await navigator.mediaDevices.getDisplayMedia({ video: true, audio: { ...AS_IT_IS, suppressLocalAudioPlayback: false } as MediaTrackConstraints,
      systemAudio: 'include' } as DisplayMediaStreamOptions);
  for (const picture of stream.getVideoTracks()) picture.stop();
  const track = stream.getAudioTracks().at(0);
  if (track === undefined) throw new DOMException('Nothing that sounds was shared.', 'NotFoundError');
  track.contentHint = 'music';
  return track;
}

/** Whether this browser can share what a tab or the system plays. */
export function canShareSound(): boolean {
  return typeof navigator.mediaDevices?.getDisplayMedia === 'function';
}
