import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { type ButtonSize, type ButtonVariant, buttonClasses } from "@/components/ui/buttonClasses";
import { Spinner } from "@/components/ui/Spinner";
import { classes } from "@/lib/classes";

export interface ButtonProps extends ComponentProps<"button"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Under way: keeps its size and the focus, and ignores further clicks. */
  busy?: boolean;
  icon?: LucideIcon;
}

/** A button whose label begins with a verb: "Start training". */
export function Button({
  variant = "secondary",
  size = "md",
  busy = false,
  icon: Icon,
  type = "button",
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
      className={classes(buttonClasses(variant, size), className)}
    >
      {busy && <Spinner className="absolute" />}
      <span className={classes("inline-flex items-center gap-2", busy && "opacity-0")}>
        {Icon && <Icon aria-hidden className={size === "sm" ? "size-3.5" : "size-4"} />}
        {children}
      </span>
    </button>
  );
}
