import { classes } from "@/lib/classes";

export interface ConnectionLineProps {
  state: "connected" | "connecting" | "lost";
  /** Hides the words on wide screens too; they are still read aloud. */
  compact: boolean;
}

const looks = {
  connected: { dot: "bg-success-mark", word: "Connected" },
  connecting: { dot: "bg-warning-mark", word: "Connecting" },
  lost: { dot: "bg-danger-mark", word: "Server does not answer" },
};

/** Whether the server answers. */
export function ConnectionLine({ state, compact }: ConnectionLineProps) {
  const { dot, word } = looks[state];
  return (
    <p
      role="status"
      title={word}
      className={classes(
        "flex h-6 items-center justify-center gap-2.5 px-2.5 text-muted text-xs",
        !compact && "lg:justify-start",
      )}
    >
      <span aria-hidden className={classes("size-2 shrink-0 rounded-full", dot)} />
      <span className={classes("sr-only", !compact && "lg:not-sr-only")}>{word}</span>
    </p>
  );
}
