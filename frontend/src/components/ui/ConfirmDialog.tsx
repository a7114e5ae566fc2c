import { AlertDialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/Button";
import { dialogPanel, dialogWidths, Scrim } from "@/components/ui/Dialog";
import { useReturnFocus } from "@/components/ui/useReturnFocus";
import { classes } from "@/lib/classes";

export interface ConfirmDialogProps {
  open: boolean;
  /** The question: "Delete this run?" */
  title: string;
  /** What will happen, and what cannot be undone. */
  children: ReactNode;
  /** The verb of the act: "Delete run". */
  confirmLabel: string;
  cancelLabel?: string;
  tone?: "primary" | "danger";
  busy?: boolean;
  onConfirm: () => void;
  onCancel: () => void;
}

/** Asks before an act that cannot be undone. The focus begins on the safe answer. */
export function ConfirmDialog({ tone = "danger", busy = false, ...props }: ConfirmDialogProps) {
  const { rememberOpener, onCloseAutoFocus } = useReturnFocus();
  return (
    <Radix.Root open={props.open} onOpenChange={(next) => !next && props.onCancel()}>
      <Radix.Portal>
        <Scrim />
        <Radix.Content
          data-modal="open"
          onOpenAutoFocus={rememberOpener}
          onCloseAutoFocus={onCloseAutoFocus}
          className={classes(dialogPanel, dialogWidths.sm)}
        >
          <div className="px-5 pt-4 pb-5">
            <Radix.Title className="font-semibold text-base">{props.title}</Radix.Title>
            <Radix.Description asChild>
              <div className="mt-1.5 text-muted">{props.children}</div>
            </Radix.Description>
          </div>
          <footer className="flex justify-end gap-2 border-line border-t px-5 py-3">
            <Radix.Cancel asChild>
              <Button variant="ghost">{props.cancelLabel ?? "Cancel"}</Button>
            </Radix.Cancel>
            <Button variant={tone} busy={busy} onClick={props.onConfirm}>
              {props.confirmLabel}
            </Button>
          </footer>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
