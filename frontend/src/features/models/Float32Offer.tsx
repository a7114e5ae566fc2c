import type { ModelMap } from "@/api/gen/types.gen";
import { Button } from "@/components/ui/Button";
import { ProgressBar } from "@/components/ui/ProgressBar";
import { formatBytes } from "@/lib/format";
import { useFloat32Copy } from "./useFloat32Copy";

/** Half-precision weights on a processor: what a float32 copy costs, and the button that makes one. */
export function Float32Offer({ model, map }: { model: string; map: ModelMap }) {
  const { progress, problem, begin, cancel } = useFloat32Copy(model);
  const label = "Copying in float32";
  const far = progress && `${formatBytes(progress.done)} of ${formatBytes(progress.total)}`;
  return (
    <section
      aria-label="Faster in float32"
      className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-line px-4 py-3"
    >
      <div className="min-w-0 flex-1 basis-60 text-sm">
        <p>
          This processor trains float32 several times faster than {map.dtype}.{" "}
          <span className="text-muted">{costInWords(map)}</span>
        </p>
        {progress && (
          <div className="mt-2">
            <ProgressBar
              label={label}
              value={progress.total ? progress.done / progress.total : null}
              {...(far && { valueText: far })}
            />
          </div>
        )}
        {problem && (
          <p role="alert" className="mt-1 text-danger">
            {problem}
          </p>
        )}
      </div>
      {progress ? (
        <Button size="sm" variant="ghost" onClick={cancel}>
          Cancel<span className="sr-only"> {label}</span>
        </Button>
      ) : (
        <Button size="sm" onClick={() => void begin()}>
          Make a float32 copy
        </Button>
      )}
    </section>
  );
}

function costInWords({ weight_bytes: bytes }: ModelMap): string {
  const size = bytes ? `${formatBytes(2 * bytes)}` : "Twice the size";
  return `${size} beside the original, which stays as it is; the values are the same.`;
}
