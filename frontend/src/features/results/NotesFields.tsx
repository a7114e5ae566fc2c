import { useEffect, useId, useState } from "react";
import { NotesChangeSchema } from "@/api/gen/schemas.gen";
import type { ResultRow } from "@/api/gen/types.gen";
import { TagsField } from "./TagsField";
import { useAnnotate } from "./useAnnotate";
import { useStable } from "./useStable";

export interface NotesFieldsProps {
  row: ResultRow;
  tags: readonly string[];
}

const { maxLength } = NotesChangeSchema.properties.note.anyOf[0];

/** Tags are kept as they are added, the note when the field is left. Mount anew for another run. */
export function NotesFields({ row, tags }: NotesFieldsProps) {
  const annotate = useAnnotate();
  const [note, setNote] = useState(row.note ?? "");
  // Its own, because rows that were asked for before a change may arrive after it.
  const [ownTags, setOwnTags] = useState(row.tags ?? []);
  const id = useId();

  const keepNote = useStable(() => {
    if (note !== (row.note ?? "")) void annotate(row.id, { note });
  });
  // A window that closes by Esc takes the field away before it is left.
  useEffect(() => () => keepNote(), [keepNote]);

  return (
    <div className="flex flex-col gap-4">
      <TagsField
        value={ownTags}
        known={tags}
        onChange={async (next) => {
          setOwnTags(next);
          if (!(await annotate(row.id, { tags: next }))) setOwnTags(ownTags);
        }}
      />
      <div>
        <label htmlFor={id} className="font-medium">
          Note
        </label>
        <textarea
          id={id}
          rows={3}
          value={note}
          maxLength={maxLength}
          aria-describedby={`${id}-help`}
          onChange={(event) => setNote(event.target.value)}
          onBlur={() => keepNote()}
          className="input-field field-sizing-content mt-1 h-auto max-h-[33vh] min-h-18 resize-y py-2 leading-5"
        />
        <p id={`${id}-help`} className="text-faint text-xs">
          Kept when you leave the field.
        </p>
      </div>
    </div>
  );
}
