import { Play } from "lucide-react";
import { useMemo, useRef } from "react";
import { useShortcuts } from "@/components/layout/useShortcuts";
import { Alert } from "@/components/ui/Alert";
import { Button } from "@/components/ui/Button";
import { PlanExports } from "./PlanExports";
import { PlanFacts } from "./PlanFacts";
import { ReviewState } from "./ReviewState";
import { usePreview } from "./usePreview";
import { useStartRun } from "./useStartRun";

/** The keys that start, as the person's own keyboard names them. */
const startKeys = navigator.platform.startsWith("Mac") ? "⌘ ↵" : "Ctrl ↵";

/** What will happen, what it costs, and the button that makes it happen. */
export function ReviewSection() {
  const { preview, ready, checking, failure } = usePreview();
  const { start, starting, refusal } = useStartRun();
  const told = refusal ?? failure;
  useStartShortcut(start, starting);
  return (
    <section
      aria-labelledby="enhanced-review"
      className="card flex flex-col xl:max-h-[calc(100dvh-11rem)]"
    >
      <header className="card-header">
        <h2 id="enhanced-review" className="flex-1 font-semibold text-sm">
          Review
        </h2>
        <ReviewState checking={checking} ready={ready} />
      </header>
      <section
        aria-label="Review details"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key.
        tabIndex={0}
        className="card-body flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto"
        aria-busy={checking}
      >
        <PlanFacts preview={preview} />
        {preview?.warnings.map((warning) => (
          <Alert key={warning} tone="warning" title={warning} />
        ))}
        {preview && <PlanExports preview={preview} />}
      </section>
      <footer className="flex flex-col gap-3 border-line border-t px-5 py-4">
        {told && (
          <Alert tone="danger" live title={told.title}>
            {told.detail}
          </Alert>
        )}
        <Button
          variant="primary"
          size="lg"
          icon={Play}
          busy={starting}
          onClick={() => void start()}
          className="w-full"
        >
          Start training
          <kbd aria-hidden className="ml-1 font-normal font-sans text-xs">
            {startKeys}
          </kbd>
        </Button>
      </footer>
    </section>
  );
}

/** Ctrl or Cmd with Enter starts, once at a time. */
function useStartShortcut(start: () => Promise<void>, starting: boolean) {
  const busy = useRef(false);
  busy.current = starting;
  useShortcuts(
    useMemo(
      () => [
        {
          keys: "mod+enter",
          label: "Start training",
          run: () => {
            if (!busy.current) void start();
          },
        },
      ],
      [start],
    ),
  );
}
