// Figures of what was measured, as the scripts of this folder tell them.

/** The value that a share of all does not exceed (nearest rank), rounded. @param share 0 to 1. */
export function percentile(values, share, digits = 1) {
  return Number(values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)].toFixed(digits));
}

export const median = (values) => percentile(values, 0.5);

export const mean = (values, digits = 1) => Number((values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(digits));
