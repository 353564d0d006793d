export interface Device { readonly id: string; readonly name: string }
export interface Devices { readonly inputs: readonly Device[]; readonly outputs: readonly Device[] }

/** Microphones and loudspeakers; names are empty until a microphone was allowed once. */
export async function listDevices(): Promise<Devices> {
  const all = await navigator.mediaDevices?.enumerateDevices?.() ?? [];
  const of = (kind: MediaDeviceKind): Device[] => all.filter((one) => one.kind === kind && one.deviceId !== '').map(({ deviceId: id, label: name }) => ({ id, name }));
  return { inputs: of('audioinput'), outputs: of('audiooutput') };
}

/** Whether a loudspeaker can be chosen here. */
export function canChooseOutput(): boolean {
  return typeof AudioContext !== 'undefined' && 'setSinkId' in AudioContext.prototype;
}

/**
 * Whether this browser's echo canceller hears what media elements play but not what WebAudio does: Chromium's. Firefox's listens to all that the page plays,
 * Safari's to all that the machine plays.
 */
export function cancelsElementsOnly(): boolean {
  return 'chrome' in window || /\bChrom(e|ium)\//.test(navigator.userAgent);
}
