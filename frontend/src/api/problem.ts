/** Errors as the API tells them (RFC 9457, `application/problem+json`) and as the pages show them. */
import * as z from "zod";

const fieldError = z.object({
  field: z.string(),
  message: z.string(),
  hint: z.string().nullish(),
});

const problem = z.object({
  type: z.string().default("about:blank"),
  title: z.string(),
  status: z.number(),
  detail: z.string().nullish(),
  errors: z.array(fieldError).nullish(),
});

/** What is wrong with one field, and what to do about it. */
export interface FieldProblem {
  field: string;
  message: string;
  hint: string | null;
}

/** What happened, why, and what to do. Status 0: the server was not reached. */
export interface ApiProblem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors: FieldProblem[];
}

/** Reads the body of a failed answer. A body that is no problem document still gives one. */
export function readProblem(status: number, body: unknown): ApiProblem {
  const read = problem.safeParse(body);
  if (!read.success) {
    return {
      type: "about:blank",
      title: `The server answered ${status}`,
      status,
      detail: "The answer gave no reason. Look at the server's own output for it.",
      errors: [],
    };
  }
  const { type, title, detail, errors } = read.data;
  return {
    type,
    title,
    status: read.data.status,
    detail: detail ?? "",
    errors: (errors ?? []).map(({ hint, ...error }) => ({ ...error, hint: hint ?? null })),
  };
}

/** The problem to show when no answer came at all. */
export const serverUnreachable: ApiProblem = {
  type: "about:blank",
  title: "The server does not answer",
  status: 0,
  detail: "It may have been stopped. Start it again with `npm start`; this page reconnects.",
  errors: [],
};

/** Tells a problem from other errors that a query may carry. */
export function isApiProblem(error: unknown): error is ApiProblem {
  return typeof error === "object" && error !== null && "title" in error && "errors" in error;
}

/** A failed query in one line, for the place beside a field; undefined when it did not fail. */
export function problemInWords(error: unknown): string | undefined {
  if (!isApiProblem(error)) return undefined;
  const [first] = error.errors;
  if (!first) return `${error.title}. ${error.detail}`;
  return first.hint ? `${first.message} ${first.hint}` : first.message;
}
