import { CornerDownRight } from "lucide-react";
import { useId } from "react";
import { useAppDispatch } from "@/store/hooks";
import { followedChosen } from "@/store/slices/compareSlice";
import type { Chat } from "./useChat";

/** Says whose answer a follow-up continues from, and lets a person pick another. */
export function FollowChoice({ chat }: { chat: Chat }) {
  const dispatch = useAppDispatch();
  const id = useId();
  if (chat.running || !chat.followed) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 px-1 text-muted text-xs">
      <CornerDownRight aria-hidden className="size-3.5 text-faint max-sm:hidden" />
      <label htmlFor={id}>The next prompt continues, for every side, from the answer of</label>
      <select
        id={id}
        value={chat.followed.index}
        onChange={(event) => dispatch(followedChosen(Number(event.target.value)))}
        className="h-7 max-w-60 truncate rounded-control border border-control bg-control-fill px-1.5 text-ink"
      >
        {chat.answers
          .filter(({ text }) => text !== "")
          .map(({ index, label }) => (
            <option key={index} value={index}>
              {label}
            </option>
          ))}
      </select>
    </div>
  );
}
