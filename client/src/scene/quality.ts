/** How much is drawn. The governor moves between presets by frame time; a person may fix one in the settings. */
export interface Quality {
  readonly name: 'low' | 'phone' | 'laptop' | 'high';
  /** Device pixels per CSS pixel, at most. */
  readonly maxPixelRatio: number;
  /** Avatars drawn at full, reduced and simple detail, by nearness; everyone else is an impostor. */
  readonly quota: readonly [near: number, mid: number, far: number];
  /** Whether bloom and grading run after the scene. */
  readonly post: boolean;
  /** Multisampling of the post-processing target. */
  readonly samples: number;
  /** Planar reflections, god rays, confetti and such. */
  readonly effects: 'none' | 'some' | 'all';
  /** Side of the shadow map in pixels; 0 draws blob shadows only. */
  readonly shadowMap: number;
  /** Share of decorative particles, 0..1. */
  readonly particles: number;
}

export const QUALITIES: Readonly<Record<Quality['name'], Quality>> = {
  low: { name: 'low', maxPixelRatio: 0.75, quota: [4, 24, 160], post: false, samples: 0, effects: 'none', shadowMap: 0, particles: 0.2 },
  phone: { name: 'phone', maxPixelRatio: 1.5, quota: [8, 60, 300], post: false, samples: 0, effects: 'some', shadowMap: 1024, particles: 0.4 },
  laptop: { name: 'laptop', maxPixelRatio: 1.25, quota: [16, 70, 400], post: true, samples: 4, effects: 'all', shadowMap: 2048, particles: 1 },
  high: { name: 'high', maxPixelRatio: 2, quota: [24, 140, 800], post: true, samples: 4, effects: 'all', shadowMap: 4096, particles: 1 },
};
