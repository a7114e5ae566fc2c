import { ChevronDown, Search, Star } from "lucide-react";
import type { RunKind } from "@/api/gen/types.gen";
import { runKinds } from "@/api/runKinds";
import { Button } from "@/components/ui/Button";
import { classes } from "@/lib/classes";
import { formatCount } from "@/lib/format";
import { runStateWords } from "@/lib/runState";
import { isFiltered, type View, withoutFilter } from "./view";

export interface FilterBarProps {
  view: View;
  onView: (view: View) => void;
  tags: readonly string[];
  shown: number;
  total: number;
}

const states = [
  ...Object.entries(runStateWords).map(([value, label]) => ({ value, label })),
  { value: "broken", label: "With a problem" },
];
const kinds = (Object.keys(runKinds) as RunKind[]).map((value) => ({
  value,
  label: runKinds[value].label,
}));

/** Leaves the rows that matter. */
export function FilterBar({ view, onView, tags, shown, total }: FilterBarProps) {
  const filtered = isFiltered(view);
  return (
    <section aria-label="Filter" className="mb-3 flex flex-wrap items-center gap-2">
      <div className="relative w-full sm:w-72">
        <Search aria-hidden className="absolute top-2.5 left-3 size-4 text-faint" />
        <input
          type="search"
          aria-label="Search runs"
          placeholder="Name, model, data, tag, note"
          value={view.text}
          onChange={(event) => onView({ ...view, text: event.target.value })}
          className="input-field pl-9"
        />
      </div>
      <Choice
        label="State"
        all="All states"
        value={view.state}
        options={states}
        onChoose={(state) => onView({ ...view, state: state as View["state"] })}
      />
      <Choice
        label="Kind"
        all="All kinds"
        value={view.kind}
        options={kinds}
        onChoose={(kind) => onView({ ...view, kind: kind as View["kind"] })}
      />
      <Choice
        label="Tag"
        all="All tags"
        value={view.tag}
        options={tags.map((tag) => ({ value: tag, label: tag }))}
        onChoose={(tag) => onView({ ...view, tag })}
      />
      <Button
        icon={Star}
        variant={view.starred ? "secondary" : "ghost"}
        aria-pressed={view.starred}
        onClick={() => onView({ ...view, starred: !view.starred })}
        className={classes(view.starred && "border-primary-400 text-primary-700")}
      >
        Starred
      </Button>
      <p role="status" className="ml-auto text-muted text-xs tabular-nums">
        {filtered
          ? `${formatCount(shown)} of ${formatCount(total)} runs`
          : `${formatCount(total)} ${total === 1 ? "run" : "runs"}`}
      </p>
      {filtered && (
        <Button variant="ghost" size="sm" onClick={() => onView(withoutFilter(view))}>
          Show all
        </Button>
      )}
    </section>
  );
}

interface ChoiceProps {
  label: string;
  /** The words for no choice. */
  all: string;
  value: string | null;
  options: readonly { value: string; label: string }[];
  onChoose: (value: string | null) => void;
}

function Choice({ label, all, value, options, onChoose }: ChoiceProps) {
  const known = value === null || options.some((option) => option.value === value);
  return (
    <div className="relative min-w-0 max-sm:basis-[calc(50%-4px)]">
      <select
        aria-label={label}
        value={value ?? ""}
        onChange={(event) => onChoose(event.target.value || null)}
        className="select-field sm:max-w-44"
      >
        <option value="">{all}</option>
        {!known && <option value={value}>{value}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-2.5 right-3 size-4 text-faint"
      />
    </div>
  );
}
