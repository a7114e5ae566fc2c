/** The shortest endings of dotted paths that still tell them apart: q_proj, shared_expert.up_proj. */
export function shortNames(paths: readonly string[]): string[] {
  return paths.map((path) => {
    const parts = path.split(".");
    for (let kept = 1; kept < parts.length; kept += 1) {
      const ending = parts.slice(-kept).join(".");
      if (paths.filter((other) => other === ending || other.endsWith(`.${ending}`)).length === 1) {
        return ending;
      }
    }
    return path;
  });
}
