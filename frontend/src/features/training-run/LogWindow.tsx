import { useLayoutEffect, useRef, useState } from "react";
import { classes } from "@/lib/classes";
import type { LogLine, LogTone } from "./runLog";

export interface LogWindowProps {
  lines: readonly LogLine[];
  /** Keeps the newest line in view. */
  follow: boolean;
  /** The person scrolled away from the end, or back to it. */
  onFollow: (follow: boolean) => void;
  /** What to say when there is no line. */
  empty: string;
}

const rowHeight = 20;
const windowHeight = 360;
const beyond = 20;

const tints: Record<LogTone, string> = {
  plain: "",
  info: "text-info",
  warning: "bg-warning-soft text-warning",
  danger: "bg-danger-soft text-danger",
};

/** Lines of equal height, of which only those in view (and a few more) are on the page. */
export function LogWindow({ lines, follow, onFollow, empty }: LogWindowProps) {
  const box = useRef<HTMLElement>(null);
  const [top, setTop] = useState(0);
  const first = Math.max(0, Math.floor(top / rowHeight) - beyond);
  const last = Math.ceil((top + windowHeight) / rowHeight) + beyond;

  useLayoutEffect(() => {
    if (follow && box.current) box.current.scrollTop = lines.length * rowHeight;
  }, [lines.length, follow]);

  function scrolled({ scrollTop, scrollHeight, clientHeight }: HTMLElement) {
    setTop(scrollTop);
    const atEnd = scrollHeight - scrollTop - clientHeight < rowHeight;
    if (atEnd !== follow) onFollow(atEnd);
  }

  return (
    <section
      ref={box}
      aria-label="Log lines"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key.
      tabIndex={0}
      onScroll={(event) => scrolled(event.currentTarget)}
      style={{ height: windowHeight }}
      className="overflow-auto rounded-card border border-line bg-sunken py-0 font-mono text-xs leading-5"
    >
      {lines.length === 0 ? (
        <p className="flex h-full items-center justify-center font-sans text-faint">{empty}</p>
      ) : (
        <div style={{ height: lines.length * rowHeight }} className="relative w-max min-w-full">
          <div style={{ transform: `translateY(${first * rowHeight}px)` }}>
            {lines.slice(first, last).map((line) => (
              <Line key={line.seq} line={line} />
            ))}
          </div>
        </div>
      )}
    </section>
  );
}

function Line({ line }: { line: LogLine }) {
  return (
    <div className={classes("flex h-5 gap-3 whitespace-pre px-3", tints[line.tone])}>
      <time dateTime={line.time} className="select-none text-faint tabular-nums">
        {clockOf(line.time)}
      </time>
      <span>{line.text.trimEnd() || " "}</span>
    </div>
  );
}

const clock = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

function clockOf(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? "" : clock.format(date);
}
