/** From the curves of runs to the lines of a chart: one strong line a method, its seeds faint behind. Pure. */
import type { CurvesByRun } from "@/api/comparisonsApi";
import type { Curve } from "@/api/curveColumns";
import type { MethodReport } from "@/api/gen/types.gen";
import { runKinds } from "@/api/runKinds";
import type { ChartColour, ChartDash, ChartSeries } from "@/components/charts/chartSeries";

export type Measure = "validation" | "train";
export type Axis = "step" | "tokens" | "seconds";

const colours: readonly ChartColour[] = [1, 2, 3, 4, 5];
const dashes: readonly ChartDash[] = ["solid", "dash", "dot"];

/**
 * Means before seeds. A method that learns from rewards has no loss curve like the others'.
 */
export function methodSeries(
  reports: readonly MethodReport[],
  curves: CurvesByRun,
  measure: Measure,
  axis: Axis,
): ChartSeries[] {
  const means: ChartSeries[] = [];
  const seeds: ChartSeries[] = [];
  reports.forEach(({ kind, runs }, place) => {
    if (runKinds[kind].rewarded) return;
    const look = {
      colour: colours[place % colours.length] ?? 1,
      dash: dashes[place % dashes.length] ?? "solid",
    };
    const drawn = runs.flatMap(({ run_id, seed }) => {
      const curve = run_id ? curves[run_id]?.[measure] : undefined;
      return curve && curve.y.length > 0 ? [{ seed, curve }] : [];
    });
    means.push({
      ...look,
      ...meanCurve(
        drawn.map(({ curve }) => curve),
        axis,
      ),
      id: kind,
      label: runKinds[kind].label,
    });
    if (drawn.length < 2) return;
    for (const { seed, curve } of drawn) {
      const label = `${runKinds[kind].label}, seed ${seed}`;
      const line = { x: curve[axis], y: curve.y, dash: "solid" as const };
      seeds.push({ ...look, ...line, id: `${kind} ${seed}`, label, behind: kind });
    }
  });
  return [...means, ...seeds];
}

/** The mean at every step that all of them have told; a seed that is behind ends it early. */
export function meanCurve(curves: readonly Curve[], axis: Axis): { x: number[]; y: number[] } {
  const rows = curves.map(({ step }) => new Map(Array.from(step, (at, row) => [at, row])));
  const shared = Array.from(curves[0]?.step ?? []).filter((at) => rows.every((one) => one.has(at)));
  const mean = (column: Axis | "y", at: number) =>
    curves.reduce((sum, curve, one) => sum + (curve[column][rows[one]?.get(at) ?? 0] ?? 0), 0) /
    curves.length;
  return { x: shared.map((at) => mean(axis, at)), y: shared.map((at) => mean("y", at)) };
}
