import { ChevronsUpDown } from "lucide-react";
import { Popover as Radix } from "radix-ui";
import { Link } from "react-router";
import type { Run } from "@/api/gen/types.gen";
import { Button } from "@/components/ui/Button";
import { Popover } from "@/components/ui/Popover";
import { StateBadge } from "@/components/ui/StateBadge";
import { classes } from "@/lib/classes";
import { formatRelativeTime } from "@/lib/formatTime";
import { placeIn } from "./waitingRuns";

const mostRuns = 12;

export interface RunPickerProps {
  runs: readonly Run[];
  /** Ids of those that wait, next one first. */
  waiting: readonly string[];
  current: string;
}

/** Leads to another recent run. Those that wait say their place in the queue. */
export function RunPicker({ runs, waiting, current }: RunPickerProps) {
  return (
    <Popover
      label="Recent runs"
      align="end"
      trigger={
        <Button variant="ghost" icon={ChevronsUpDown}>
          Other runs
        </Button>
      }
    >
      <p className="mb-2 font-medium text-xs">Recent runs</p>
      <ul className="-mx-2 max-h-96 overflow-y-auto">
        {runs.slice(0, mostRuns).map((run) => (
          <li key={run.id}>
            <Radix.Close asChild>
              <Link
                to={`/training/${encodeURIComponent(run.id)}`}
                aria-current={run.id === current ? "page" : undefined}
                className={classes(
                  "flex items-center gap-3 rounded-control px-2 py-1.5 hover:bg-hover focus-visible:-outline-offset-2",
                  run.id === current && "bg-pressed",
                )}
              >
                <span className="min-w-0 flex-1">
                  <span className="block truncate">{run.config.adapter_name}</span>
                  <span className="block text-faint text-xs">{whenOf(run, waiting)}</span>
                </span>
                <StateBadge state={run.state} />
              </Link>
            </Radix.Close>
          </li>
        ))}
      </ul>
      {runs.length > mostRuns && (
        <Radix.Close asChild>
          <Link to="/results" className="mt-2 block text-primary-700 text-xs hover:underline">
            Show all in Results
          </Link>
        </Radix.Close>
      )}
    </Popover>
  );
}

function whenOf({ id, created_at }: Run, waiting: readonly string[]): string {
  const place = placeIn(waiting, id);
  return place === null ? formatRelativeTime(created_at) : `Number ${place} in the queue`;
}
