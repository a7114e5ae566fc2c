import { ChevronRight } from "lucide-react";
import { CompareRequestSchema } from "@/api/gen/schemas.gen";
import { TextArea } from "@/components/ui/TextArea";
import { useAppDispatch, useAppSelector } from "@/store/hooks";
import { chatEdited, selectChat, selectRefusals } from "@/store/slices/compareSlice";
import { errorAt } from "./problems";

const { system, reference } = CompareRequestSchema.properties;

/** What may go along with a prompt, behind one line that says what does. */
export function PromptExtras() {
  const dispatch = useAppDispatch();
  const chat = useAppSelector(selectChat);
  const { chat: refusal } = useAppSelector(selectRefusals);
  const given = [chat.system.trim() && "system prompt", chat.reference.trim() && "reference"];
  return (
    <details className="group/extras border-line border-t">
      <summary className="flex min-h-9 list-none items-center gap-1.5 px-5 text-muted text-xs hover:text-ink focus-visible:-outline-offset-2">
        <ChevronRight
          aria-hidden
          className="size-3.5 text-faint transition-transform group-open/extras:rotate-90"
        />
        System prompt and reference answer
        <span className="ml-auto truncate text-faint">{given.filter(Boolean).join(", ")}</span>
      </summary>
      <div className="grid gap-x-5 px-5 pt-1 sm:grid-cols-2">
        <TextArea
          label={system.title}
          help={system.description}
          value={chat.system}
          onChange={(text) => dispatch(chatEdited({ system: text }))}
          error={errorAt("system", refusal)}
        />
        <TextArea
          label="Reference Answer"
          help={reference.description}
          value={chat.reference}
          onChange={(text) => dispatch(chatEdited({ reference: text }))}
          error={errorAt("reference", refusal)}
        />
      </div>
    </details>
  );
}
