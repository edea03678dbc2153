// How long runs usually take, as people read it, and how far one that goes on has got.

/** Between how many seconds the middle three fifths of the runs end; empty if that is unknown. */
export type Usual = readonly number[];

const FIFTH = 1.683; // how far apart the two are, in standard deviations of the logarithm

/** Return what is usual in round figures, outwards, in seconds or in minutes. */
export function usually([low = 0, high = 0]: Usual): string {
  const isLong = high > 100;
  const step = isLong ? 60 : high > 15 ? 5 : 1;
  const from = Math.max(1, Math.floor(low / step));
  const to = Math.max(1, Math.ceil(high / step));
  const unit = isLong ? 1 : step;
  const text = from < to ? `${from * unit}–${to * unit}` : `about ${to * unit}`;
  return `${text} ${isLong ? "min" : "s"}`;
}

/**
 * Return the share of its time that a run has probably behind it, below 1; 0 if that is unknown.
 *
 * At first it grows evenly, then the slower the longer the run takes: it never gets to the end.
 */
export function share(passed: number, [low = 0, high = 0]: Usual): number {
  if (!(passed > 0 && low > 0)) {
    return 0;
  }
  const sigma = Math.max(0.1, Math.log(high / low) / FIFTH);
  const part = passed / Math.sqrt(low * high);
  return Math.min(0.99, (1 + part ** (-1 / sigma)) ** -sigma);
}
