import { classes } from "@/lib/classes";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "sm" | "md" | "lg";

const base =
  "relative inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-control font-medium transition-colors disabled:cursor-not-allowed aria-disabled:cursor-not-allowed";

const idle = "disabled:border-line disabled:bg-sunken disabled:text-faint disabled:shadow-none";

const variants: Record<ButtonVariant, string> = {
  primary: "bg-solid text-on-solid shadow-card hover:bg-solid-hover border border-transparent",
  secondary:
    "border border-line-strong bg-control-fill text-ink shadow-card hover:bg-hover active:bg-pressed",
  ghost: "text-muted hover:bg-hover hover:text-ink active:bg-pressed border border-transparent",
  danger:
    "bg-danger-solid text-on-solid shadow-card hover:bg-danger-solid-hover border border-transparent",
};

const sizes: Record<ButtonSize, string> = {
  sm: "h-7 px-2.5 text-xs",
  md: "h-9 px-3.5 text-sm",
  lg: "h-10 px-5 text-sm",
};

/** How a button looks; for links that act like one. */
export function buttonClasses(variant: ButtonVariant = "secondary", size: ButtonSize = "md") {
  return classes(base, variants[variant], sizes[size], idle);
}
