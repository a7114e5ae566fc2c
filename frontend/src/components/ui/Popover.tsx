import { Popover as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";

export interface PopoverProps {
  /** The button that opens it. */
  trigger: ReactElement;
  /** Names the popover for those who hear it. */
  label: string;
  children: ReactNode;
  align?: "start" | "center" | "end";
}

/** A small panel beside its button; Esc and a click elsewhere close it. */
export function Popover({ trigger, label, children, align = "start" }: PopoverProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={12}
          className="z-40 w-80 max-w-[calc(100vw-1.5rem)] animate-rise rounded-card border border-line-strong bg-raised p-4 text-ink text-sm shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
