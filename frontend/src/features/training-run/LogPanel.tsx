import { Copy, Search } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "@/components/ui/Button";
import { formatCount } from "@/lib/format";
import { showToast } from "@/lib/toasts";
import { LogWindow } from "./LogWindow";
import { type LogLine, matchingLines, type RunLog } from "./runLog";

/** Everything the trainer said: searched, followed, copied. */
export function LogPanel({ log }: { log: RunLog }) {
  const [words, setWords] = useState("");
  const [follow, setFollow] = useState(true);
  const lines = useMemo(() => matchingLines(log.lines, words), [log.lines, words]);
  return (
    <div>
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="relative w-full sm:w-64">
          <Search aria-hidden className="absolute top-2.5 left-3 size-4 text-faint" />
          <input
            type="search"
            aria-label="Search the log"
            placeholder="Search the log"
            value={words}
            onChange={(event) => setWords(event.target.value)}
            className="input-field pl-9"
          />
        </div>
        <p role="status" className="min-w-0 flex-1 text-muted text-xs tabular-nums">
          {countText(log, lines.length, words)}
        </p>
        <label className="flex h-7 items-center gap-2 text-muted text-xs">
          <input
            type="checkbox"
            checked={follow}
            onChange={(event) => setFollow(event.target.checked)}
            className="size-4 accent-primary-600"
          />
          Follow the end
        </label>
        <Button
          variant="ghost"
          size="sm"
          icon={Copy}
          disabled={lines.length === 0}
          onClick={() => void copyLines(lines)}
        >
          Copy all
        </Button>
      </div>
      <LogWindow
        lines={lines}
        follow={follow}
        onFollow={setFollow}
        empty={log.lines.length === 0 ? "Nothing printed yet" : "No line holds these words"}
      />
    </div>
  );
}

function countText({ lines, dropped }: RunLog, shown: number, words: string): string {
  const all = `${formatCount(lines.length)} ${lines.length === 1 ? "line" : "lines"}`;
  if (words.trim() !== "") return `${formatCount(shown)} of ${all}`;
  return dropped > 0 ? `${all}, ${formatCount(dropped)} older ones are in trainer.log` : all;
}

async function copyLines(lines: readonly LogLine[]) {
  try {
    await navigator.clipboard.writeText(lines.map(({ text }) => text).join("\n"));
  } catch {
    showToast({
      tone: "danger",
      title: "Nothing was copied",
      detail: "The browser blocks the clipboard here. The same lines are in the run's trainer.log.",
    });
    return;
  }
  showToast({ tone: "success", title: `${formatCount(lines.length)} lines copied` });
}
