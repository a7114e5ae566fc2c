import { ChevronRight } from "lucide-react";
import type { Preview } from "@/api/gen/types.gen";
import { CodeBlock } from "@/components/ui/CodeBlock";
import { CopyButton } from "@/components/ui/CopyButton";
import { Group } from "./ReviewFacts";

/** The same run for other hands: as YAML, on the command line, over HTTP. */
export function ReviewExports({ preview }: { preview: Preview | undefined }) {
  if (!preview) return null;
  return (
    <Group title="Take it elsewhere">
      <details className="group/yaml mb-2">
        <summary className="inline-flex list-none items-center gap-1 rounded-control text-muted hover:text-ink">
          <ChevronRight
            aria-hidden
            className="size-3.5 transition-transform group-open/yaml:rotate-90"
          />
          Show the YAML
        </summary>
        <div className="mt-2">
          <CodeBlock label="mlx.yaml" code={preview.yaml} maxHeight="max-h-72" />
        </div>
      </details>
      <div className="-mx-2.5 flex flex-wrap">
        <CopyButton text={preview.yaml} label="Copy YAML" />
        <CopyButton text={preview.cli} label="Copy as CLI" />
        <CopyButton text={preview.curl} label="Copy as curl" />
      </div>
    </Group>
  );
}
