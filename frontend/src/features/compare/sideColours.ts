/** One colour per side, the same in every view; always beside its name. */

const dots = ["bg-chart-1", "bg-chart-2", "bg-chart-3", "bg-chart-4"];

export function sideDot(index: number): string {
  return dots[index % dots.length] ?? "bg-chart-1";
}

/** Columns for so many sides: below one another on narrow screens, side by side on wide ones. */
const columns = [
  "",
  "",
  "md:grid-cols-2",
  "md:grid-cols-2 xl:grid-cols-3",
  "md:grid-cols-2 xl:grid-cols-4",
];

export function sideColumns(count: number): string {
  return columns[Math.min(count, 4)] ?? "";
}
