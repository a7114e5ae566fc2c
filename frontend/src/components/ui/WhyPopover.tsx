import { CircleQuestionMark } from "lucide-react";
import { Popover as Radix } from "radix-ui";
import { type ReactNode, useId, useState } from "react";

export interface WhyPopoverProps {
  /** The field it explains. */
  subject: string;
  children: ReactNode;
}

/** The longer explanation of a field: opens on focus and on click, closes on Esc or when left. */
export function WhyPopover({ subject, children }: WhyPopoverProps) {
  const [open, setOpen] = useState(false);
  const contentId = useId();
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger
        type="button"
        aria-label={`About ${subject}`}
        aria-describedby={open ? contentId : undefined}
        className="inline-flex size-5 items-center justify-center rounded-control text-faint hover:bg-hover hover:text-ink"
        onFocus={() => setOpen(true)}
        onBlur={(event) => {
          const into = event.relatedTarget?.closest("[data-why]");
          if (into?.id !== contentId) setOpen(false);
        }}
        onClick={(event) => {
          // Focus has opened it already; a toggle would close it again.
          event.preventDefault();
          setOpen(true);
        }}
      >
        <CircleQuestionMark aria-hidden className="size-3.5" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          id={contentId}
          data-why=""
          aria-label={`About ${subject}`}
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={12}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          className="z-40 w-72 max-w-[calc(100vw-1.5rem)] animate-rise rounded-card border border-line-strong bg-raised px-3.5 py-3 text-muted text-xs shadow-float [&_a]:text-primary-600 [&_a]:underline [&_p+p]:mt-2 [&_strong]:font-medium [&_strong]:text-ink"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
