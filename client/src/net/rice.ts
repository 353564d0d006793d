import type { BitReader } from './bits';

/** The parameters a list may name, by their number in its header. */
export const RICE_PARAMETERS = [0, 3, 6, 9] as const;
const MOST_ONES = 63;

/** The gap between two rising ids (docs/protocol.md, section 3); −1 when it is malformed. */
export function readGap(bits: BitReader, parameter: number): number {
  let ones = 0;
  while (bits.read(1) === 1) if (++ones > MOST_ONES) return -1;
  const rest = parameter > 0 ? bits.read(parameter) : 0;
  return bits.overrun ? -1 : (ones << parameter) | rest;
}
