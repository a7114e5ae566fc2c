import { Tooltip as Radix } from "radix-ui";
import type { ReactElement } from "react";

export interface TooltipProps {
  text: string;
  /** One focusable element. */
  children: ReactElement;
  side?: "top" | "right" | "bottom" | "left";
}

/** A short name for what has only an icon; on hover and on focus. Never the only home of a fact. */
export function Tooltip({ text, children, side = "top" }: TooltipProps) {
  return (
    <Radix.Provider delayDuration={400}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-50 max-w-64 animate-rise rounded-control border border-line-strong bg-raised px-2 py-1 text-ink text-xs shadow-float"
          >
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
