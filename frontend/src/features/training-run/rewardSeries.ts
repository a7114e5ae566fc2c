/** The curves of a run with rewards, grouped by what they share: a unit and a question. Pure. */
import type { ChartColour, ChartSeries } from "@/components/charts/chartSeries";
import type { ColumnsSnapshot } from "@/lib/columns";
import { formatPercent, formatPlain, formatScore } from "@/lib/format";
import { functionsIn } from "./rewardPoints";
import type { MetricName } from "./runFeed";

type Points = ColumnsSnapshot<MetricName>;

export interface RewardChart {
  title: string;
  yLabel: string;
  formatY: (value: number | null) => string;
  series: readonly ChartSeries[];
}

/** The measure of progress: what answers score, and how far those of a group lie apart. */
export function rewardSeries(points: Points): ChartSeries[] {
  return [
    { id: "train", label: "Train", colour: 1, ...points.points("reward") },
    { id: "val", label: "Validation", colour: 2, dash: "dash", ...points.points("valReward") },
    {
      id: "spread",
      label: "Spread in a group",
      colour: 8,
      dash: "dot",
      ...points.points("groupSpread"),
    },
  ];
}

/** The other charts; those without a point are left out. */
export function rewardCharts(points: Points): RewardChart[] {
  return allCharts(points)
    .map((chart) => ({ ...chart, series: chart.series.filter(({ y }) => y.length > 0) }))
    .filter(({ series }) => series.length > 0);
}

function allCharts(points: Points): RewardChart[] {
  return [
    {
      title: "Score by reward",
      yLabel: "mean score, before its weight",
      formatY: formatScore,
      series: functionsIn(points).map(({ name, column }, index) => ({
        id: name,
        label: name,
        colour: colourAt(index),
        ...points.points(column),
      })),
    },
    {
      title: "KL divergence",
      yLabel: "nats a token, from the base model",
      formatY: formatScore,
      series: [
        { id: "train", label: "Train", colour: 4, ...points.points("kl") },
        { id: "val", label: "Validation", colour: 2, dash: "dash", ...points.points("valKl") },
      ],
    },
    {
      title: "Completion length",
      yLabel: "tokens, mean",
      formatY: formatTokens,
      series: [
        { id: "train", label: "Train", colour: 3, ...points.points("completionTokens") },
        {
          id: "val",
          label: "Validation",
          colour: 2,
          dash: "dash",
          ...points.points("valCompletionTokens"),
        },
      ],
    },
    {
      title: "Shares",
      yLabel: "share",
      formatY: formatPercent,
      series: [
        { id: "clip", label: "Clip fraction", colour: 6, ...points.points("clipFraction") },
        {
          id: "flat",
          label: "Flat groups",
          colour: 7,
          dash: "dash",
          ...points.points("flatGroups"),
        },
        {
          id: "cut",
          label: "Cut answers",
          colour: 5,
          dash: "dot",
          ...points.points("cutFraction"),
        },
      ],
    },
    {
      title: "Policy loss",
      yLabel: "no measure of progress",
      formatY: formatScore,
      series: [
        { id: "train", label: "Train", colour: 8, ...points.points("trainLoss") },
        { id: "val", label: "Validation", colour: 2, dash: "dash", ...points.points("valLoss") },
      ],
    },
  ];
}

function colourAt(index: number): ChartColour {
  return ((index % 8) + 1) as ChartColour;
}

/** Tokens with one decimal: a mean over answers. */
export function formatTokens(value: number | null | undefined): string {
  return formatPlain(value == null ? value : Number(value.toFixed(1)));
}
