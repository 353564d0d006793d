import type { PlaceMaker } from '../place';
import { Terrace } from './terrace';

/** The jade terrace above the clouds at dawn. */
export const make: PlaceMaker = (gltf, renderer, quality) => new Terrace(gltf, renderer, quality);
