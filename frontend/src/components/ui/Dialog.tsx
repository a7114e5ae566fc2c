import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { KeyboardEventHandler, ReactNode } from "react";
import { useReturnFocus } from "@/components/ui/useReturnFocus";
import { classes } from "@/lib/classes";

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  size?: "sm" | "md" | "lg";
  /** Buttons at the bottom right; the main one last. */
  footer?: ReactNode;
  /** For keys that act anywhere in the window. */
  onKeyDown?: KeyboardEventHandler;
  children?: ReactNode;
}

export const dialogWidths = { sm: "max-w-md", md: "max-w-xl", lg: "max-w-4xl" };

export const dialogPanel =
  "fixed inset-x-4 top-[12vh] z-50 mx-auto flex max-h-[76vh] animate-rise flex-col rounded-card outline-none border border-line-strong bg-raised text-ink shadow-float";

/** Covers the page. The scroll lock is in base.css: Radix's own overlay would add an inline <style>. */
export function Scrim() {
  return <div className="fixed inset-0 z-40 bg-scrim" />;
}

/** A window over the page: holds the focus, closes on Esc, gives the focus back. */
export function Dialog({ open, onClose, size = "md", ...props }: DialogProps) {
  const { rememberOpener, onCloseAutoFocus } = useReturnFocus();
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Scrim />
        <Radix.Content
          data-modal="open"
          onOpenAutoFocus={(event) => {
            rememberOpener();
            focusTheWindow(event);
          }}
          onCloseAutoFocus={onCloseAutoFocus}
          onKeyDown={props.onKeyDown}
          className={classes(dialogPanel, dialogWidths[size])}
          {...(!props.description && { "aria-describedby": undefined })}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="font-semibold text-base">{props.title}</Radix.Title>
              {props.description && (
                <Radix.Description className="mt-1 text-muted">
                  {props.description}
                </Radix.Description>
              )}
            </div>
            {/* No tooltip: the first Esc would only close that. */}
            <Radix.Close
              aria-label="Close"
              className="-mr-1.5 inline-flex size-8 shrink-0 items-center justify-center rounded-control text-muted hover:bg-hover hover:text-ink"
            >
              <X aria-hidden className="size-4" />
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{props.children}</div>
          {props.footer && (
            <footer className="flex justify-end gap-2 border-line border-t px-5 py-3">
              {props.footer}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The window itself, so that reading begins at its title and no button is armed by chance. */
function focusTheWindow(event: Event) {
  event.preventDefault();
  (event.currentTarget as HTMLElement).focus();
}
