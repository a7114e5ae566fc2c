/** Curves of several runs as the lines of one chart, and the same figures as a file. Pure. */
import type { CurveColumns } from "@/api/curveColumns";
import type { ResultRow } from "@/api/gen/types.gen";
import type { ChartColour, ChartDash, ChartSeries } from "@/components/charts/chartSeries";
import { alignPoints } from "@/lib/alignPoints";
import { formatCount, formatDuration } from "@/lib/format";
import { nameOf } from "./columns";

export type Along = "step" | "tokens" | "seconds";
export type CurveName = keyof Pick<CurveColumns, "validation" | "train" | "reward">;

/** What the x axis counts. */
export const alongs: Record<
  Along,
  { label: string; column: string; format: (value: number | null) => string }
> = {
  step: { label: "step", column: "step", format: formatCount },
  tokens: { label: "trained tokens", column: "trained_tokens", format: formatCount },
  seconds: { label: "time", column: "seconds", format: formatDuration },
};

export const curveNames: Record<CurveName, { label: string; title: string; yLabel: string }> = {
  validation: { label: "Validation", title: "Validation loss", yLabel: "loss" },
  train: { label: "Training", title: "Training loss", yLabel: "loss" },
  reward: { label: "Reward", title: "Reward", yLabel: "mean reward" },
};

export interface OverlaidRun {
  id: string;
  label: string;
  /** Undefined until the server has told them. */
  curves: CurveColumns | undefined;
}

const dashes: readonly ChartDash[] = ["solid", "dash", "dot"];

/** Neighbours differ by colour and by dash. */
export function lookOf(place: number): { colour: ChartColour; dash: ChartDash } {
  return {
    colour: ((place % 8) + 1) as ChartColour,
    dash: dashes[place % dashes.length] ?? "solid",
  };
}

/** A run without such a curve leaves its place, so that the others keep their looks. */
export function overlaySeries(
  runs: readonly OverlaidRun[],
  name: CurveName,
  along: Along,
): ChartSeries[] {
  return runs.flatMap(({ id, label, curves }, place) => {
    const curve = curves?.[name];
    if (!curve || curve.y.length === 0) return [];
    return [{ id, label, ...lookOf(place), x: curve[along], y: curve.y }];
  });
}

/** Names that stand twice get the end of their run's id. */
export function labelsOf(rows: readonly Pick<ResultRow, "id" | "adapter_name">[]): string[] {
  const names = rows.map(nameOf);
  return rows.map(({ id }, place) => {
    const name = names[place] ?? id;
    return names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} ${id.slice(-4)}`;
  });
}

/** One column a run; a place without a figure is empty. */
export function overlayCsv(series: readonly ChartSeries[], along: Along): string {
  const [xs, ...columns] = alignPoints(series);
  const head = [alongs[along].column, ...series.map(({ label }) => cell(label))];
  const rows = xs.map((x, row) => [x, ...columns.map((column) => column[row] ?? "")].join(","));
  return `${[head.join(","), ...rows].join("\n")}\n`;
}

/** Quoted where it must be; a name that a spreadsheet would take for a formula is told as text. */
function cell(text: string): string {
  const plain = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
