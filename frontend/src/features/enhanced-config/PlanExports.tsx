import { ChevronRight } from "lucide-react";
import type { EnhancedPreview } from "@/api/gen/types.gen";
import { CodeBlock } from "@/components/ui/CodeBlock";
import { CopyButton } from "@/components/ui/CopyButton";
import { Group } from "./PlanFacts";

/** The same run for other hands: what the trainer is given, and the call over HTTP. */
export function PlanExports({ preview }: { preview: EnhancedPreview }) {
  const { yaml, arguments: given, curl } = preview;
  const file = yaml
    ? { label: "mlx.yaml", what: "YAML", code: yaml }
    : {
        label: "Arguments of the trainer",
        what: "arguments",
        code: JSON.stringify(given, null, 2),
      };
  return (
    <Group title="Take it elsewhere">
      <details className="group/file mb-2">
        <summary className="inline-flex list-none items-center gap-1 rounded-control text-muted hover:text-ink">
          <ChevronRight
            aria-hidden
            className="size-3.5 transition-transform group-open/file:rotate-90"
          />
          Show the {file.what}
        </summary>
        <div className="mt-2">
          <CodeBlock label={file.label} code={file.code} maxHeight="max-h-72" />
        </div>
      </details>
      <div className="-mx-2.5 flex flex-wrap">
        <CopyButton text={file.code} label={`Copy ${file.what}`} />
        <CopyButton text={curl} label="Copy as curl" />
      </div>
    </Group>
  );
}
