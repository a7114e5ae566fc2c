/** What the server says of itself, in words. Pure. */
import type { System } from "@/api/gen/types.gen";

/** The library for matrix products that workers start with. */
export function blasInWords({
  platform,
  blas,
  blas_threads,
}: Pick<System, "platform" | "blas" | "blas_threads">): string {
  if (blas === null) return platform === "Darwin" ? "Not needed here" : "MLX's own";
  if (blas_threads === null) return blas;
  return `${blas}, ${blas_threads} ${blas_threads === 1 ? "thread" : "threads"}`;
}

/** Engines with their versions, by name. */
export function enginesInWords({ engines }: Pick<System, "engines">): [string, string][] {
  return Object.entries(engines).toSorted(([one], [other]) => one.localeCompare(other));
}
