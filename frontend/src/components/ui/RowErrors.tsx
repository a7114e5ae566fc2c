import { Alert } from "@/components/ui/Alert";
import { formatCount } from "@/lib/format";

/** What is wrong with one line of a file. */
export interface LineError {
  line: number;
  message: string;
  hint?: string;
}

export interface RowErrorsProps {
  /** The first of them. */
  errors: readonly LineError[];
  /** All of them. */
  count: number;
}

/** Lines that cannot be read, each with its number, and what to do. */
export function RowErrors({ errors, count }: RowErrorsProps) {
  return (
    <Alert
      tone="danger"
      title={count === 1 ? "One line is wrong" : `${formatCount(count)} lines are wrong`}
    >
      <ul
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key.
        tabIndex={0}
        className="max-h-40 overflow-y-auto text-xs"
      >
        {errors.map(({ line, message, hint }) => (
          <li key={line} className="flex gap-3 py-0.5">
            <span className="w-16 shrink-0 font-medium text-ink tabular-nums">
              Line {formatCount(line)}
            </span>
            <span>
              {message} {hint}
            </span>
          </li>
        ))}
      </ul>
      {count > errors.length && (
        <p className="mt-1 text-xs">The first {errors.length} are shown.</p>
      )}
    </Alert>
  );
}
