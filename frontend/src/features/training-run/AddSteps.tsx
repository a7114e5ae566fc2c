import { Plus } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { isApiProblem } from "@/api/problem";
import { showProblem } from "@/api/problemToast";
import { resumeField, useResumeRunMutation } from "@/api/runsApi";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { NumberField } from "@/components/ui/NumberField";
import { formatCount } from "@/lib/format";
import { limitMessage } from "@/lib/limitMessage";
import type { NumberDraft } from "@/lib/numberInput";
import { focusContent } from "./focusContent";

export interface AddStepsProps {
  runId: string;
  name: string;
  /** Steps that are done. */
  done: number;
}

/** Lets a completed run go on for as many steps as are asked for. */
export function AddSteps(props: AddStepsProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" icon={Plus} onClick={() => setOpen(true)}>
        Add steps
      </Button>
      {open && <StepsDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function StepsDialog({ runId, name, done, onClose }: AddStepsProps & { onClose: () => void }) {
  const formId = useId();
  const [further, setFurther] = useState<NumberDraft>(done || 1);
  const [resume, { isLoading, error, reset }] = useResumeRunMutation();
  const limits = { min: 1, max: (resumeField.limits.max ?? Number.POSITIVE_INFINITY) - done };
  const wrong = problemOf(further, limits);
  const total = wrong === undefined ? done + Number(further) : null;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (total === null) return;
    const answer = await resume({ id: runId, iterations: total });
    if (answer.error) return tellProblem(answer.error);
    onClose();
    focusContent();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title={`Add steps to ${name}`}
      description={`${formatCount(done)} steps are done. Training goes on from the last one, with the same settings.`}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            busy={isLoading}
            disabled={total === null}
          >
            {total === null ? "Add steps" : `Add ${stepsText(Number(further))}`}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={(event) => void submit(event)}>
        <NumberField
          label="Further steps"
          unit="steps"
          value={further}
          onChange={(next) => {
            setFurther(next);
            // What was refused is not what stands there now.
            reset();
          }}
          limits={limits}
          step={10}
          error={wrong ?? serverWord(error)}
          help={
            <output className="tabular-nums">
              {total === null ? "Total: not known yet" : `Total: ${stepsText(total)}`}
            </output>
          }
        />
      </form>
    </Dialog>
  );
}

function problemOf(draft: NumberDraft, limits: { min: number; max: number }): string | undefined {
  if (draft === null || draft === "") return "Enter a number.";
  const message = limitMessage(draft, limits);
  return message ?? (Number.isInteger(draft) ? undefined : "Enter a whole number.");
}

/** What the server says of the length belongs beside the field. */
function serverWord(error: unknown): string | undefined {
  if (!isApiProblem(error)) return undefined;
  const said = error.errors.find(({ field }) => field === "iterations");
  return said && (said.hint ? `${said.message} ${said.hint}` : said.message);
}

function tellProblem(error: unknown): void {
  if (serverWord(error) === undefined) showProblem(error);
}

function stepsText(steps: number): string {
  return `${formatCount(steps)} ${steps === 1 ? "step" : "steps"}`;
}
