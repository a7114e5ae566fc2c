import { Snowflake } from "lucide-react";

/** Why this tab does not follow what Setup learns to do. */
export function FrozenLine() {
  return (
    <p className="mb-5 flex items-start gap-2.5 rounded-card border border-line bg-surface px-4 py-2.5 text-muted text-xs">
      <Snowflake aria-hidden className="mt-px size-3.5 shrink-0 text-info" />
      <span>
        <strong className="font-medium text-ink">This tab is frozen.</strong> What it trains does
        not change when Setup does, so results of the two stay comparable.
      </span>
    </p>
  );
}
