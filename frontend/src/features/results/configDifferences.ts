/** What sets runs apart: the settings whose values are not the same in all of them. Pure. */
import { configRows } from "@/api/configRows";
import type { MethodForm, Run } from "@/api/gen/types.gen";
import { runKinds } from "@/api/runKinds";
import { missing } from "@/lib/format";

export interface Difference {
  field: string;
  title: string;
  /** One a run, in their order. */
  values: string[];
}

export interface Differences {
  differing: Difference[];
  /** How many settings are the same in all of them. */
  equal: number;
}

type Compared = Pick<Run, "kind" | "config" | "data_sha256">;

/** Settings that do not act in a run's method are no settings of it. */
export function configDifferences(
  runs: readonly Compared[],
  methods: readonly MethodForm[] = [],
): Differences {
  const columns = runs.map((run) => valuesOf(run, methods));
  const fields = new Map(
    columns.flatMap((column) => [...column].map(([f, { title }]) => [f, title])),
  );
  const rows = [...fields].map(([field, title]) => ({
    field,
    title,
    values: columns.map((column) => column.get(field)?.value ?? missing),
  }));
  const differing = rows.filter(({ values }) => new Set(values).size > 1);
  return { differing, equal: rows.length - differing.length };
}

function valuesOf({ kind, config, data_sha256 }: Compared, methods: readonly MethodForm[]) {
  const acting = methods.find((method) => method.kind === kind)?.fields;
  const rows = configRows({ kind, config }, acting).map(
    ({ field, title, value }) => [field, { title, value }] as const,
  );
  const sha = data_sha256?.train;
  return new Map<string, { title: string; value: string }>([
    ["kind", { title: "Kind", value: runKinds[kind].label }],
    ...rows,
    ["data", { title: "Training rows (hash)", value: sha ? sha.slice(0, 12) : missing }],
  ]);
}
