import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";

export interface ChooserProps {
  id?: string;
  "aria-label"?: string;
  "aria-describedby": string;
  "aria-invalid": true | undefined;
  value: string;
  onChoose: (value: string) => void;
  /** Options. */
  children: ReactNode;
}

/** The browser's own list without a field's frame, where several stand together. */
export function Chooser({ onChoose, children, ...props }: ChooserProps) {
  return (
    <div className="relative">
      <select
        {...props}
        onChange={(event) => onChoose(event.target.value)}
        className="select-field truncate"
      >
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-2.5 right-3 size-4 text-faint"
      />
    </div>
  );
}
