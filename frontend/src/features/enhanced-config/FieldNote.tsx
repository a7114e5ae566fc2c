import { Info } from "lucide-react";

/** A quiet remark on what a control does, or does not, in the engine. */
export function FieldNote({ text }: { text: string | null | undefined }) {
  if (!text) return null;
  return (
    <p className="-mt-2 mb-4 flex gap-2 text-faint text-xs">
      <Info aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span className="min-w-0">
        <span className="sr-only">Note: </span>
        {text}
      </span>
    </p>
  );
}
