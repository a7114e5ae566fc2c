/** The figures of a comparison, a measure a row. Pure. */
import type { MethodReport, Spread } from "@/api/gen/types.gen";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatGigabytes,
  formatLoss,
  formatLossChange,
  formatTokensPerSecond,
} from "@/lib/format";

export interface MeasureRow {
  key: string;
  label: string;
  spreadOf: (report: MethodReport) => Spread | null;
  format: (value: number) => string;
  /** What it is without any adapter. */
  base?: number | null;
}

/** What each probe of the forgetting meter asks about. */
export const probeWords: Record<string, string> = {
  general: "Loss on general English",
  old_task: "Loss on what the base was taught before",
};

export function measureRows(reports: readonly MethodReport[], base: number | null): MeasureRow[] {
  const probes = [...new Set(reports.flatMap(({ forgetting }) => Object.keys(forgetting)))];
  return [
    {
      key: "test_loss",
      label: "Test loss",
      spreadOf: (report) => report.test_loss,
      format: formatLoss,
      base,
    },
    {
      key: "perplexity",
      label: "Test perplexity",
      spreadOf: (report) => report.test_perplexity,
      format: formatLoss,
      base: base === null ? null : Math.exp(base),
    },
    ...costs,
    ...probes.map((probe) => ({
      key: probe,
      label: probeWords[probe] ?? probe,
      spreadOf: (report: MethodReport) => report.forgetting[probe] ?? null,
      format: formatLossChange,
    })),
  ];
}

const costs: MeasureRow[] = [
  { key: "time", label: "Time", spreadOf: ({ seconds }) => seconds, format: formatDuration },
  {
    key: "speed",
    label: "Speed",
    spreadOf: ({ tokens_per_second }) => tokens_per_second,
    format: formatTokensPerSecond,
  },
  {
    key: "tokens",
    label: "Trained tokens",
    spreadOf: ({ trained_tokens }) => trained_tokens,
    format: formatCount,
  },
  {
    key: "memory",
    label: "Peak memory",
    spreadOf: ({ peak_memory_gb }) => peak_memory_gb,
    format: formatGigabytes,
  },
  {
    key: "size",
    label: "Adapter size",
    spreadOf: ({ adapter_bytes }) => adapter_bytes,
    format: formatBytes,
  },
];

/** "0.512 to 0.530" where there is more than one value, and they differ as written. */
export function rangeText({ low, high, values }: Spread, format: (value: number) => string) {
  if (values.length < 2) return null;
  const [from, to] = [format(low), format(high)];
  return from === to ? `all ${values.length} alike` : `${from} to ${to}`;
}
