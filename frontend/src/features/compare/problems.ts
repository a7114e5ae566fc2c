/** What the server says of single fields of a comparison. Pure. */
import type { ApiProblem, FieldProblem } from "@/api/problem";

function inWords({ message, hint }: FieldProblem): string {
  return hint ? `${message} ${hint}` : message;
}

/** The first thing said about a field; undefined when nothing is. */
export function errorAt(field: string, ...problems: (ApiProblem | null)[]): string | undefined {
  const errors = problems.flatMap((problem) => problem?.errors ?? []);
  const found = errors.find((error) => error.field === field);
  return found && inWords(found);
}

/** The first thing said about a side or anything in it. */
export function sideError(index: number, ...problems: (ApiProblem | null)[]): string | undefined {
  const errors = problems.flatMap((problem) => problem?.errors ?? []);
  const name = `sides.${index}`;
  const found = errors.find(({ field }) => field === name || field.startsWith(`${name}.`));
  return found && inWords(found);
}

/** What is said about nothing that is on the page, so that nothing goes unseen. */
export function otherErrors(problem: ApiProblem, shown: readonly string[]): FieldProblem[] {
  return problem.errors.filter(
    ({ field }) => !shown.some((name) => field === name || field.startsWith(`${name}.`)),
  );
}
