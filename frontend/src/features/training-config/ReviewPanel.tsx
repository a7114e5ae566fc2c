import { skipToken } from "@reduxjs/toolkit/query/react";
import { Play } from "lucide-react";
import { type ReactNode, useMemo, useRef } from "react";
import { usePreviewConfigQuery } from "@/api/configsApi";
import { isApiProblem } from "@/api/problem";
import { useShortcuts } from "@/components/layout/useShortcuts";
import { Alert } from "@/components/ui/Alert";
import { Button } from "@/components/ui/Button";
import { useAppSelector } from "@/store/hooks";
import { selectAskedConfig } from "@/store/trainingProblems";
import { ReviewCost } from "./ReviewCost";
import { ReviewExports } from "./ReviewExports";
import { ReviewFacts } from "./ReviewFacts";
import { ReviewStatus } from "./ReviewStatus";
import { useStart } from "./useStart";

/** The keys that start, as the person's own keyboard names them. */
const startKeys = navigator.platform.startsWith("Mac") ? "⌘ ↵" : "Ctrl ↵";

/** What will happen, what it costs, and the button that makes it happen; `children` are other ways to start. */
export function ReviewPanel({ children }: { children?: ReactNode }) {
  const asked = useAppSelector(selectAskedConfig);
  const { data, currentData, isFetching, error } = usePreviewConfigQuery(asked ?? skipToken);
  const { start, starting, refusal } = useStart();
  // While the next answer is on its way the last one stays; after a refusal there is nothing to show.
  const preview = currentData ?? (asked && isFetching ? data : undefined);
  const failure = refusal ?? (isApiProblem(error) && error.errors.length === 0 ? error : undefined);
  useStartShortcut(start, starting);
  return (
    <section
      aria-labelledby="review-title"
      className="card flex flex-col xl:max-h-[calc(100dvh-11rem)]"
    >
      <header className="card-header">
        <h2 id="review-title" className="flex-1 font-semibold text-sm">
          Review
        </h2>
        <ReviewStatus checking={isFetching} ready={currentData !== undefined} />
      </header>
      <section
        aria-label="Review details"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key.
        tabIndex={0}
        className="card-body flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto"
        aria-busy={isFetching}
      >
        <ReviewFacts preview={preview} />
        <ReviewCost preview={preview} />
        {preview?.warnings.map((warning) => (
          <Alert key={warning} tone="warning" title={warning} />
        ))}
        <ReviewExports preview={preview} />
      </section>
      <footer className="flex flex-col gap-3 border-line border-t px-5 py-4">
        {failure && (
          <Alert tone="danger" live title={failure.title}>
            {failure.detail}
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
        {children}
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
