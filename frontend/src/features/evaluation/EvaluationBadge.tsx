import {
  CircleCheck,
  CircleQuestionMark,
  CircleX,
  Clock,
  Hourglass,
  type LucideIcon,
  Square,
} from "lucide-react";
import type { EvaluationState } from "@/api/gen/types.gen";
import { Badge } from "@/components/ui/Badge";
import { PulseDot } from "@/components/ui/StateBadge";
import { evaluationStates } from "./evaluationStates";

const icons: Record<EvaluationState, LucideIcon | null> = {
  queued: Clock,
  running: null,
  cancelling: Hourglass,
  completed: CircleCheck,
  cancelled: Square,
  failed: CircleX,
  lost: CircleQuestionMark,
};

/** The state of an evaluation as icon, word and colour. */
export function EvaluationBadge({ state }: { state: EvaluationState }) {
  const { word, tone } = evaluationStates[state];
  const Icon = icons[state];
  return (
    <Badge tone={tone}>
      {Icon ? <Icon aria-hidden className="size-3" /> : <PulseDot />}
      {word}
    </Badge>
  );
}
