/** Where a ceremony has its things in a place, metres; the server tells them with the room's places. */
export interface CeremonySpots {
  /** With a height and a radius where the scene has a gong of its own: the middle of its face. */
  readonly gong: { readonly x: number; readonly z: number; readonly y: number | null; readonly radius: number };
  readonly plaque: { readonly x: number; readonly z: number };
}

/** What is asked of a floor here. */
export interface Floor { heightAt(x: number, z: number): number }

export const REACH_METRES = 4; // from which guests strike the gong: GongPart.ReachMetres
