import { problemInWords } from "@/api/problem";
import { parallelField, useArrangeQueueMutation } from "@/api/queueApi";
import { Select } from "@/components/ui/Select";

const { min = 1, max = min } = parallelField.limits;
const choices = Array.from({ length: max - min + 1 }, (_, index) => min + index);

/** How many runs may train at the same time; kept by the server at once. */
export function RunsAtOnce({ parallel }: { parallel: number }) {
  const [arrange, { error }] = useArrangeQueueMutation();
  return (
    <Select
      label={parallelField.label}
      help={parallelField.help}
      value={parallel}
      onChange={(next) => void arrange({ parallel: next })}
      error={problemInWords(error)}
      options={choices.map((many) => ({ value: many, label: String(many) }))}
    />
  );
}
