import type { FormEvent } from "react";
import { hubFields } from "@/api/dataFields";
import type { ColumnsRequest } from "@/api/gen/types.gen";
import { zHubSource } from "@/api/gen/zod.gen";
import { TextField } from "@/components/ui/TextField";

export const hubFormId = "hub-data-set";

/** As typed; an empty subset is none. */
export interface HubDraft {
  id: string;
  subset: string;
  split: string;
}

export interface HubFormProps {
  draft: HubDraft;
  onChange: (draft: HubDraft) => void;
  onLook: (table: ColumnsRequest) => void;
}

/** Names a data set of the hub. */
export function HubForm({ draft, onChange, onLook }: HubFormProps) {
  const read = zHubSource.safeParse({
    id: draft.id.trim(),
    subset: draft.subset.trim() || null,
    split: draft.split.trim(),
  });
  const wrong = new Set(read.error?.issues.map(({ path }) => path[0]));

  function look(event: FormEvent) {
    event.preventDefault();
    if (read.success) onLook({ hub: { ...read.data, subset: read.data.subset ?? null } });
    else
      document
        .querySelector<HTMLElement>(`#${hubFormId} [aria-invalid], #${hubFormId} input`)
        ?.focus();
  }

  const field = (name: keyof HubDraft) => ({
    label: hubFields[name].label,
    help: hubFields[name].help,
    value: draft[name],
    onChange: (value: string) => onChange({ ...draft, [name]: value }),
    mono: true,
  });
  return (
    <form id={hubFormId} onSubmit={look}>
      <TextField
        {...field("id")}
        placeholder="owner/name"
        error={draft.id.trim() && wrong.has("id") ? "Write the id as owner/name." : undefined}
      />
      <div className="grid gap-x-5 sm:grid-cols-2">
        <TextField {...field("subset")} />
        <TextField {...field("split")} error={wrong.has("split") ? "Name a split." : undefined} />
      </div>
    </form>
  );
}
