/** The address of an overlay: which runs are laid over each other, in which order. Pure. */

/** As many as the palette has colours that are told apart. */
export const mostRuns = 8;

export function overlayPath(ids: readonly string[]): string {
  return `/results/overlay?${new URLSearchParams(ids.map((id) => ["run", id]))}`;
}

export function overlaidRuns(params: URLSearchParams): string[] {
  return [...new Set(params.getAll("run"))].slice(0, mostRuns);
}
