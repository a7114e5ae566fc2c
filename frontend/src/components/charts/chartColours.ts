/** Colours of the theme for a canvas, which knows no CSS variables. */
import type { ChartColour } from "@/components/charts/chartSeries";
import type { Theme } from "@/lib/theme";

export interface ChartColours {
  line: (colour: ChartColour) => string;
  grid: string;
  axis: string;
  mark: string;
  /** Behind the chart, and for words on it. */
  ground: string;
  ink: string;
  font: string;
}

const cache = new Map<Theme, ChartColours>();

/** The colours of the theme that is on the page; read once per theme. */
export function chartColours(theme: Theme): ChartColours {
  const known = cache.get(theme) ?? readColours();
  cache.set(theme, known);
  return known;
}

function readColours(): ChartColours {
  const style = getComputedStyle(document.documentElement);
  // A computed custom property has its own variables filled in already.
  const token = (name: string) => style.getPropertyValue(name).trim();
  const palette = [1, 2, 3, 4, 5, 6, 7, 8].map((place) => token(`--chart-${place}`));
  return {
    line: (colour) => palette[colour - 1] ?? token("--ink"),
    grid: token("--chart-grid"),
    axis: token("--chart-axis"),
    mark: token("--primary-600"),
    ground: token("--surface"),
    ink: token("--ink"),
    font: getComputedStyle(document.body).fontFamily || "sans-serif",
  };
}
