/** Time left, from how fast the last steps went. Pure. */

/** A step that was reached at a moment, in milliseconds since the epoch. */
export interface StepSample {
  time: number;
  step: number;
}

/** Long enough to hold an evaluation or two, short enough to follow a change of pace. */
const windowMs = 60_000;
const mostSamples = 400;

/** The samples that still count, the new one included. A step that does not rise is no news. */
export function withSample(samples: readonly StepSample[], next: StepSample): StepSample[] {
  const last = samples.at(-1);
  if (last && next.step <= last.step) return samples as StepSample[];
  const recent = samples.filter(
    ({ time }, index) => next.time - time <= windowMs || index === samples.length - 1,
  );
  return [...recent, next].slice(-mostSamples);
}

/** Seconds until the last step; null until two steps give a rate. */
export function secondsLeft(
  samples: readonly StepSample[],
  totalSteps: number | null,
): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || totalSteps === null) return null;
  const seconds = (last.time - first.time) / 1000;
  const steps = last.step - first.step;
  if (steps <= 0 || seconds <= 0) return null;
  return (Math.max(0, totalSteps - last.step) * seconds) / steps;
}
