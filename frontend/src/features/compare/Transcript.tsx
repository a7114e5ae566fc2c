import { Eraser } from "lucide-react";
import type { Turn } from "@/api/gen/types.gen";
import { Button } from "@/components/ui/Button";
import { useAppDispatch } from "@/store/hooks";
import { conversationEnded } from "@/store/slices/compareSlice";

/** The turns that led here, the newest prompt last; every side was given the same ones. */
export function Transcript({ turns, system }: { turns: readonly Turn[]; system: string | null }) {
  const dispatch = useAppDispatch();
  return (
    <div className="flex items-start gap-3 border-line border-b px-5 py-3">
      <ol aria-label="Conversation" className="grid min-w-0 flex-1 gap-2">
        {system && <TurnLine turn={{ role: "system", content: system }} />}
        {turns.map((turn, index) => (
          <TurnLine
            // biome-ignore lint/suspicious/noArrayIndexKey: turns are only ever added at the end.
            key={index}
            turn={turn}
            newest={index === turns.length - 1}
          />
        ))}
      </ol>
      <Button variant="ghost" size="sm" icon={Eraser} onClick={() => dispatch(conversationEnded())}>
        Start over
      </Button>
    </div>
  );
}

const names: Record<Turn["role"], string> = {
  system: "System",
  user: "You",
  assistant: "Answer",
};

function TurnLine({ turn, newest = false }: { turn: Turn; newest?: boolean }) {
  const { role, content } = turn;
  return (
    <li className="grid grid-cols-[3.5rem_minmax(0,1fr)] gap-x-3">
      <span className="text-faint text-xs leading-6">{names[role]}</span>
      <span
        className={
          newest
            ? "whitespace-pre-wrap font-medium leading-6 [overflow-wrap:anywhere]"
            : "line-clamp-3 whitespace-pre-wrap text-muted leading-6 [overflow-wrap:anywhere]"
        }
      >
        {content}
      </span>
    </li>
  );
}
