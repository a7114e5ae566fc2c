import {
  CircleCheck,
  CircleQuestionMark,
  CircleX,
  Clock,
  Hourglass,
  type LucideIcon,
  Square,
} from "lucide-react";
import { Badge, type BadgeTone } from "@/components/ui/Badge";
import { Spinner } from "@/components/ui/Spinner";
import { type RunStateName, runStateWords } from "@/lib/runState";

const looks: Record<RunStateName, { tone: BadgeTone; icon: LucideIcon | "spinner" | "pulse" }> = {
  queued: { tone: "neutral", icon: Clock },
  starting: { tone: "info", icon: "spinner" },
  running: { tone: "primary", icon: "pulse" },
  stopping: { tone: "warning", icon: Hourglass },
  completed: { tone: "success", icon: CircleCheck },
  stopped: { tone: "neutral", icon: Square },
  failed: { tone: "danger", icon: CircleX },
  lost: { tone: "warning", icon: CircleQuestionMark },
};

/** The state of a run as icon, word and colour. */
export function StateBadge({ state }: { state: RunStateName }) {
  const { tone, icon } = looks[state];
  return (
    <Badge tone={tone}>
      <StateIcon icon={icon} />
      {runStateWords[state]}
    </Badge>
  );
}

function StateIcon({ icon: Icon }: { icon: LucideIcon | "spinner" | "pulse" }) {
  if (Icon === "spinner") return <Spinner className="size-3" />;
  if (Icon === "pulse") return <PulseDot />;
  return <Icon aria-hidden className="size-3" />;
}

/** A dot that sends out a ring; still for those who want no motion. */
export function PulseDot() {
  return (
    <span aria-hidden className="relative inline-flex size-2">
      <span className="absolute inset-0 animate-pulse-ring rounded-full bg-current motion-reduce:hidden" />
      <span className="relative size-2 rounded-full bg-current" />
    </span>
  );
}
