import { Eye, EyeOff, Send, Square } from "lucide-react";
import { type KeyboardEvent, useId, useMemo } from "react";
import { useShortcuts } from "@/components/layout/useShortcuts";
import { Button } from "@/components/ui/Button";
import { classes } from "@/lib/classes";
import { useAppDispatch, useAppSelector } from "@/store/hooks";
import { chatEdited, selectChat, selectRefusals } from "@/store/slices/compareSlice";
import { PromptExtras } from "./PromptExtras";
import { errorAt } from "./problems";
import { SettingsPopover } from "./SettingsPopover";
import { StartRefusal } from "./StartRefusal";
import type { Chat } from "./useChat";
import { useSend } from "./useSend";
import { useSides } from "./useSides";

const shownFields = ["model_path", "sides", "settings", "messages"];

/** Where a prompt is written and sent to every side, and stopped. */
export function Composer({ chat }: { chat: Chat }) {
  const dispatch = useAppDispatch();
  const { prompt } = useAppSelector(selectChat);
  const { chat: refusal } = useAppSelector(selectRefusals);
  const { send, sending } = useSend(chat.before);
  const { running, stop } = chat;
  const id = useId();
  const error = errorAt("messages", refusal);

  const shortcuts = useMemo(
    () =>
      running
        ? [{ keys: "escape", label: "Stop the answers", run: stop }]
        : [{ keys: "mod+enter", label: "Send the prompt", run: () => void send() }],
    [running, stop, send],
  );
  useShortcuts(shortcuts);

  function onKeyDown(event: KeyboardEvent) {
    // Plain keys are text in here, so the shortcut does not hear this one.
    if (event.key === "Escape" && running) stop();
  }

  return (
    <section aria-label="Prompt" className="grid grid-cols-1 gap-3">
      <StartRefusal problem={refusal} shown={shownFields} onForce={() => void send(true)} />
      <div className="card has-[textarea[data-prompt]:focus-visible]:border-focus has-[textarea[data-prompt]:focus-visible]:outline-2 has-[textarea[data-prompt]:focus-visible]:outline-primary-300">
        <label htmlFor={id} className="sr-only">
          Prompt
        </label>
        <textarea
          id={id}
          data-prompt=""
          rows={2}
          value={prompt}
          placeholder={
            chat.id === null ? "Ask every side the same" : "Ask on, or ask something else"
          }
          aria-invalid={error ? true : undefined}
          aria-describedby={`${id}-error`}
          onChange={(event) => dispatch(chatEdited({ prompt: event.target.value }))}
          onKeyDown={onKeyDown}
          className="field-sizing-content block max-h-[33vh] min-h-16 w-full resize-none rounded-t-card bg-transparent px-5 pt-3.5 pb-1 leading-6 outline-none placeholder:text-faint"
        />
        <p id={`${id}-error`} aria-live="polite" className="min-h-5 px-5 text-danger text-xs">
          {error}
        </p>
        <PromptExtras />
        <div className="flex flex-wrap items-center gap-x-2 gap-y-2 border-line border-t px-3 py-2">
          <SettingsPopover />
          <BlindToggle />
          <div className="ml-auto flex items-center gap-2">
            {running || chat.stopping ? (
              <Button icon={Square} onClick={stop} aria-keyshortcuts="Escape">
                {chat.stopping ? "Stopping" : "Stop"}
              </Button>
            ) : (
              <Button
                variant="primary"
                icon={Send}
                busy={sending}
                onClick={() => void send()}
                aria-keyshortcuts="Control+Enter Meta+Enter"
              >
                Send
              </Button>
            )}
          </div>
        </div>
      </div>
    </section>
  );
}

function BlindToggle() {
  const dispatch = useAppDispatch();
  const { blind } = useAppSelector(selectChat);
  const { sides } = useSides();
  const possible = sides.length > 1;
  return (
    <Button
      size="sm"
      variant={blind && possible ? "secondary" : "ghost"}
      icon={blind ? EyeOff : Eye}
      aria-pressed={blind && possible}
      disabled={!possible}
      title={possible ? "Shuffle the sides and hide their names until you vote" : "Needs two sides"}
      onClick={() => dispatch(chatEdited({ blind: !blind }))}
      className={classes(blind && possible && "border-primary-400 text-primary-700")}
    >
      Blind
    </Button>
  );
}
