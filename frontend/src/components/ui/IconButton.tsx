import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { Tooltip } from "@/components/ui/Tooltip";
import { classes } from "@/lib/classes";

export interface IconButtonProps extends Omit<ComponentProps<"button">, "children"> {
  icon: LucideIcon;
  /** What it does, verb first; read aloud and shown on hover and focus. */
  label: string;
  size?: "sm" | "md";
}

/** A button of one icon. */
export function IconButton({
  icon: Icon,
  label,
  size = "md",
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={classes(
          "inline-flex shrink-0 items-center justify-center rounded-control text-muted transition-colors hover:bg-hover hover:text-ink active:bg-pressed disabled:cursor-not-allowed disabled:text-faint",
          size === "sm" ? "size-6" : "size-8",
          className,
        )}
      >
        <Icon aria-hidden className={size === "sm" ? "size-3.5" : "size-4"} />
      </button>
    </Tooltip>
  );
}
