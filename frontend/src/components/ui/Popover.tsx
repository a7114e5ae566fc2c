import { Popover as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";

export interface PopoverProps {
  /** The button that opens it. */
  trigger: ReactElement;
  /** Names the popover for those who hear it. */
  label: string;
  children: ReactNode;
  align?: "start" | "center" | "end";
  /** Begins on the panel and not on its first control; for forms, whose first control may open more. */
  focusPanel?: boolean;
}

/** A small panel beside its button; Esc and a click elsewhere close it. */
export function Popover({
  trigger,
  label,
  children,
  align = "start",
  focusPanel = false,
}: PopoverProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={12}
          onOpenAutoFocus={(event) => {
            if (!focusPanel) return;
            event.preventDefault();
            (event.currentTarget as HTMLElement).focus();
          }}
          className="z-40 w-80 max-w-[calc(100vw-1.5rem)] animate-rise rounded-card border border-line-strong bg-raised p-4 outline-none text-ink text-sm shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
