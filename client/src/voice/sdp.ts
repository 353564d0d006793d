/** What an offer asks for beyond what the browser writes into it. */
export interface OfferWish {
  /** Sections, from 0, whose sound is to come in stereo: a decoder is mono unless its own side asks (RFC 7587, section 7.1). */
  readonly stereo: ReadonlySet<number>;
}

/**
 * Edits an offer: asks that lost packets of Opus are sent again, which no browser does by itself for sound, and for stereo where it matters.
 * @param sdp As `createOffer` made it. Sections without Opus are left as they are.
 */
export function mendOffer(sdp: string, { stereo }: OfferWish): string {
  const [head, ...sections] = sdp.split(/(?=^m=)/m);
  return head + sections.map((section, index) => mendSection(section, stereo.has(index))).join('');
}

function mendSection(section: string, isStereo: boolean): string {
  const type = /^a=rtpmap:(\d+) opus\/48000\/2\r?$/im.exec(section)?.[1];
  if (type === undefined || !section.startsWith('m=audio')) return section;
  const lines = section.split('\r\n');
  askForNack(lines, type);
  if (isStereo) askForStereo(lines, type);
  return lines.join('\r\n');
}

function askForNack(lines: string[], type: string): void {
  const nack = `a=rtcp-fb:${type} nack`;
  if (lines.includes(nack)) return;
  const congestion = lines.indexOf(`a=rtcp-fb:${type} transport-cc`);
  const at = congestion >= 0 ? congestion : lines.findIndex((line) => line.startsWith(`a=rtpmap:${type} `));
  lines.splice(at + 1, 0, nack);
}

function askForStereo(lines: string[], type: string): void {
  const at = lines.findIndex((line) => line.startsWith(`a=fmtp:${type} `));
  if (at < 0) lines.splice(lines.findIndex((line) => line.startsWith(`a=rtpmap:${type} `)) + 1, 0, `a=fmtp:${type} stereo=1`);
  else if (!/[ ;]stereo=/.test(lines[at])) lines[at] += ';stereo=1';
}
