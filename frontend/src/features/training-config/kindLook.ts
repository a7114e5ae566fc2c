import type { ModuleKind } from "@/api/gen/types.gen";

/** Word and colour of each part of a block. */
export const kindLook: Record<ModuleKind, { label: string; fill: string }> = {
  attention: { label: "Attention", fill: "bg-primary-500" },
  mlp: { label: "MLP", fill: "bg-chart-5 dark:bg-chart-5/75" },
  expert: { label: "Experts", fill: "bg-chart-3 dark:bg-chart-3/75" },
  router: { label: "Router", fill: "bg-chart-7 dark:bg-chart-7/75" },
  ssm: { label: "State space", fill: "bg-chart-6 dark:bg-chart-6/75" },
  other: { label: "Other", fill: "bg-chart-8 dark:bg-chart-8/75" },
};
