import { ArrowDown, ArrowUp, GripVertical, X } from "lucide-react";
import type { ComponentProps, KeyboardEvent } from "react";
import { Link } from "react-router";
import type { Run } from "@/api/gen/types.gen";
import { runKinds } from "@/api/runKinds";
import { IconButton, type IconButtonProps } from "@/components/ui/IconButton";
import { classes } from "@/lib/classes";
import { formatRelativeTime } from "@/lib/formatTime";
import type { DropEdge } from "./dropPlace";
import { focusContent } from "./focusContent";

export interface QueueRowProps {
  run: Run;
  /** Counted from 0. */
  place: number;
  last: boolean;
  /** Whether the page is about this run. */
  current: boolean;
  onMove: (place: number) => void;
  /** The person wants it out of the queue. */
  onLeave: () => void;
  grip: ComponentProps<"span">;
  dragged: boolean;
  edge: DropEdge | null;
}

/** A run that waits. Moved by its grip, its buttons, or Alt with an arrow key anywhere in the row. */
export function QueueRow({ run, place, last, onMove, ...props }: QueueRowProps) {
  const name = run.config.adapter_name ?? run.id;

  function moveByKey(event: KeyboardEvent) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || !event.altKey) return;
    event.preventDefault();
    onMove(place + by);
  }

  return (
    <li
      ref={keepFocus}
      onKeyDown={moveByKey}
      className={classes(
        "flex items-center gap-2 border-transparent border-y-2 py-1",
        props.edge === "above" && "border-t-primary-600",
        props.edge === "below" && "border-b-primary-600",
        props.dragged && "opacity-50",
      )}
    >
      <span
        {...props.grip}
        aria-hidden
        title="Drag to another place"
        className="flex size-8 shrink-0 cursor-grab touch-none items-center justify-center rounded-control text-faint hover:bg-hover active:cursor-grabbing"
      >
        <GripVertical className="size-4" />
      </span>
      <span className="w-5 shrink-0 text-right text-muted text-xs tabular-nums">{place + 1}</span>
      <span className="min-w-0 flex-1 pl-1">
        <Link
          to={`/training/${encodeURIComponent(run.id)}`}
          aria-current={props.current ? "page" : undefined}
          className="block truncate font-medium hover:underline"
        >
          {name}
        </Link>
        <span className="block truncate text-faint text-xs">
          {`${runKinds[run.kind].label} · joined ${formatRelativeTime(run.queued_at ?? run.created_at)}`}
        </span>
      </span>
      <Arrow
        icon={ArrowUp}
        label={`Move ${name} up`}
        off={place === 0}
        go={() => onMove(place - 1)}
      />
      <Arrow icon={ArrowDown} label={`Move ${name} down`} off={last} go={() => onMove(place + 1)} />
      <IconButton icon={X} label={`Take ${name} out of the queue`} onClick={props.onLeave} />
    </li>
  );
}

/** A row may leave while it has the focus: its run begins, or was taken out. */
function keepFocus(row: HTMLElement | null) {
  return () => {
    if (row?.contains(document.activeElement)) focusContent();
  };
}

type ArrowProps = Pick<IconButtonProps, "icon" | "label"> & { off: boolean; go: () => void };

/** Stays focusable at the end of its way, so that the keyboard is not lost there. */
function Arrow({ off, go, ...look }: ArrowProps) {
  return (
    <IconButton
      {...look}
      aria-disabled={off || undefined}
      onClick={() => !off && go()}
      className={classes(off && "cursor-not-allowed opacity-40")}
    />
  );
}
