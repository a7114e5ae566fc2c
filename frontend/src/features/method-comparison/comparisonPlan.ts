/** What a comparison will run, before it starts. Pure. */
import { methodLimits } from "@/api/comparisonsApi";
import type {
  ComparisonRequest,
  EnhancedConfig,
  Run,
  RunKind,
  TrainingConfig,
} from "@/api/gen/types.gen";
import { runKinds } from "@/api/runKinds";
import { formatCount } from "@/lib/format";

/** What the methods are compared from: an ended run, or a draft as it would be started. */
export interface Origin {
  source: ComparisonRequest["source"];
  kind: RunKind;
  config: TrainingConfig | EnhancedConfig;
  /** The length in words: "100 steps". */
  length: string;
  /** It trained every step that it was asked for, so it needs no twin of its own method and seed. */
  counts: boolean;
}

export const allMethods = Object.keys(runKinds) as RunKind[];

/** Full-layer and attention-only; of a run that is neither, its own method too. */
export function usualMethods(kind: RunKind): RunKind[] {
  return allMethods.filter((one) => one === "sft" || one === "sft_attention" || one === kind);
}

export function originOf(run: Run): Origin {
  const { kind, config, state, exit, plan } = run;
  return {
    source: { run_id: run.id },
    kind,
    config,
    length: lengthOf({ ...config, iterations: plan?.iterations ?? config.iterations ?? null }),
    counts: state === "completed" && exit?.cause === "completed",
  };
}

export function lengthOf({ iterations, epochs }: Pick<TrainingConfig, "iterations" | "epochs">) {
  if (typeof iterations === "number") return counted(iterations, "step");
  return typeof epochs === "number" ? counted(epochs, "epoch") : "";
}

const highestSeed = 2 ** 32 - 1;

/** The seed that is set and those next to it. */
export function seedsFrom(first: number, many: number): number[] {
  const from = Math.min(first, highestSeed - many + 1);
  return Array.from({ length: many }, (_, place) => from + place);
}

export interface Planned {
  kind: RunKind;
  label: string;
  seeds: { seed: number; exists: boolean }[];
}

/** Every run that is wanted; those that exist already are marked. */
export function plannedRuns({ kind, config, counts }: Origin, methods: RunKind[], seeds: number[]) {
  return methods.map(
    (method): Planned => ({
      kind: method,
      label: runKinds[method].label,
      seeds: seeds.map((seed) => ({
        seed,
        exists: counts && method === kind && seed === (config.seed ?? 0),
      })),
    }),
  );
}

export function newRuns(planned: readonly Planned[]): number {
  return planned.flatMap(({ seeds }) => seeds).filter(({ exists }) => !exists).length;
}

/** Why so many methods cannot be compared; undefined when they can. */
export function methodsProblem(methods: readonly RunKind[]): string | undefined {
  if (methods.length < methodLimits.fewest) return `Tick ${methodLimits.fewest} methods or more.`;
  return undefined;
}

export function counted(many: number, noun: string): string {
  return `${formatCount(many)} ${noun}${many === 1 ? "" : "s"}`;
}
