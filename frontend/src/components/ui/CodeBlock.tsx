import { CopyButton } from "@/components/ui/CopyButton";
import { classes } from "@/lib/classes";

export interface CodeBlockProps {
  /** What it is: "mlx.yaml". */
  label: string;
  code: string;
  copyLabel?: string;
  /** Height after which it scrolls, as a class. */
  maxHeight?: string;
  /** Breaks long lines instead of scrolling sideways; for commands. */
  wrap?: boolean;
}

/** Text for machines, with a button that copies it. */
export function CodeBlock({
  label,
  code,
  copyLabel,
  maxHeight = "max-h-96",
  wrap,
}: CodeBlockProps) {
  return (
    <figure className="overflow-hidden rounded-card border border-line bg-sunken">
      <figcaption className="flex h-9 items-center justify-between border-line border-b pr-1 pl-3 text-faint text-xs">
        <span className="truncate">{label}</span>
        <CopyButton text={code} {...(copyLabel && { label: copyLabel })} />
      </figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key.
        tabIndex={0}
        className={classes(
          "overflow-auto px-3 py-2.5 font-mono text-ink text-xs leading-5",
          maxHeight,
          wrap && "whitespace-pre-wrap break-words",
        )}
      >
        <code>{code}</code>
      </pre>
    </figure>
  );
}
