import type { LucideIcon } from "lucide-react";
import { Link, type LinkProps } from "react-router";
import { type ButtonSize, type ButtonVariant, buttonClasses } from "@/components/ui/buttonClasses";
import { classes } from "@/lib/classes";

export interface ButtonLinkProps extends LinkProps {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: LucideIcon;
}

/** A link to another page that looks like a button. */
export function ButtonLink({
  variant = "secondary",
  size = "md",
  icon: Icon,
  className,
  children,
  ...rest
}: ButtonLinkProps) {
  return (
    <Link {...rest} className={classes(buttonClasses(variant, size), className)}>
      {Icon && <Icon aria-hidden className="size-4" />}
      {children}
    </Link>
  );
}
