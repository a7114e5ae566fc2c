import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { type Turn, turnsOf } from "@/components/ui/turns";

/** The first rows as the model will see them: who says what. */
export function SampleRows({
  rows,
  open,
  action,
}: {
  rows: readonly Record<string, unknown>[];
  open: boolean;
  /** A button at the right of a row, given its place from 0. */
  action?: (index: number) => ReactNode;
}) {
  return (
    <details open={open} className="group/sample">
      <summary className="inline-flex list-none items-center gap-1 rounded-control text-muted text-xs hover:text-ink">
        <ChevronRight
          aria-hidden
          className="size-3.5 transition-transform group-open/sample:rotate-90"
        />
        First {rows.length === 1 ? "row" : `${rows.length} rows`}
      </summary>
      <ol className="mt-2 divide-y divide-line overflow-hidden rounded-control border border-line">
        {rows.map((row, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file are known by their place alone.
            key={index}
            className={action ? "flex items-start gap-3 px-3 py-2" : "px-3 py-2"}
          >
            <SampleRow turns={turnsOf(row)} />
            {action?.(index)}
          </li>
        ))}
      </ol>
    </details>
  );
}

function SampleRow({ turns }: { turns: readonly Turn[] }) {
  return (
    <dl className="grid min-w-0 flex-1 grid-cols-[4.5rem_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-xs">
      {turns.map(({ id, role, text }) => (
        <div key={id} className="contents">
          <dt className="text-faint">{role}</dt>
          <dd className="line-clamp-2 [overflow-wrap:anywhere]">{text}</dd>
        </div>
      ))}
    </dl>
  );
}
