import { X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { useSyncExternalStore } from "react";
import { buttonClasses } from "@/components/ui/buttonClasses";
import { tones } from "@/components/ui/tones";
import { classes } from "@/lib/classes";
import { currentToasts, dismissToast, subscribeToasts, type Toast } from "@/lib/toasts";

/** Where messages raised with `showToast` appear. Once per app. F8 moves the focus here. */
export function Toasts() {
  const toasts = useSyncExternalStore(subscribeToasts, currentToasts);
  return (
    <Radix.Provider label="Message" swipeDirection="right">
      {toasts.map((toast) => (
        <ToastItem key={toast.id} {...toast} />
      ))}
      <Radix.Viewport
        label="Messages ({hotkey})"
        className="fixed right-4 bottom-20 z-50 flex w-96 max-w-[calc(100vw-2rem)] flex-col gap-2 sm:bottom-4"
      />
    </Radix.Provider>
  );
}

/** Errors stay until they are closed; an undo stays longer than a plain message. */
function durationOf({ tone, action }: Toast): number {
  if (tone === "danger") return Number.POSITIVE_INFINITY;
  return action ? 10_000 : 5000;
}

function ToastItem(toast: Toast) {
  const { icon: Icon, text } = tones[toast.tone];
  return (
    <Radix.Root
      duration={durationOf(toast)}
      type={toast.tone === "danger" ? "foreground" : "background"}
      onOpenChange={(open) => !open && dismissToast(toast.id)}
      className="flex animate-rise items-start gap-3 rounded-card border border-line-strong bg-raised px-4 py-3 shadow-float"
    >
      <Icon aria-hidden className={classes("mt-0.5 size-4 shrink-0", text)} />
      <div className="min-w-0 flex-1">
        <Radix.Title className="font-medium">{toast.title}</Radix.Title>
        {toast.detail && (
          <Radix.Description className="mt-0.5 text-muted text-xs">
            {toast.detail}
          </Radix.Description>
        )}
      </div>
      {toast.action && (
        <Radix.Action
          altText={toast.action.label}
          onClick={toast.action.onAction}
          className={buttonClasses("secondary", "sm")}
        >
          {toast.action.label}
        </Radix.Action>
      )}
      <Radix.Close
        aria-label="Close message"
        className="-mr-1 inline-flex size-7 shrink-0 items-center justify-center rounded-control text-faint hover:bg-hover hover:text-ink"
      >
        <X aria-hidden className="size-4" />
      </Radix.Close>
    </Radix.Root>
  );
}
