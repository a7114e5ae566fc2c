import type { RunCommands } from "@/api/gen/types.gen";
import { problemInWords } from "@/api/problem";
import { useGetCommandsQuery } from "@/api/resultsApi";
import { Card } from "@/components/ui/Card";
import { CodeBlock } from "@/components/ui/CodeBlock";
import { Tabs } from "@/components/ui/Tabs";

interface Way {
  id: string;
  label: string;
  blocks: { label: string; text: string | null; copyLabel: string }[];
}

/** The same run from a shell. Ways that the method does not have are left out. */
export function CommandsCard({ runId }: { runId: string }) {
  const { data, error } = useGetCommandsQuery(runId);
  return (
    <Card title="Commands" summary="CLI, curl, YAML" defaultOpen={false}>
      {error && <p className="text-danger">{problemInWords(error)}</p>}
      {data && (
        <Tabs
          label="Ways to start the same run"
          tabs={waysOf(data).map(({ id, label, blocks }) => ({
            id,
            label,
            content: (
              <div className="flex flex-col gap-3">
                {blocks.map(({ text, ...block }) => (
                  <CodeBlock
                    key={block.label}
                    {...block}
                    code={text ?? ""}
                    maxHeight="max-h-72"
                    wrap
                  />
                ))}
              </div>
            ),
          }))}
        />
      )}
    </Card>
  );
}

function waysOf({ cli, cli_anywhere, curl, server, yaml }: RunCommands): Way[] {
  const ways: Way[] = [
    {
      id: "cli",
      label: "CLI",
      blocks: [
        { label: "With mlx_lm, out of the run's folder", text: cli, copyLabel: "Copy as CLI" },
        {
          label: "With mlx_lm, anywhere",
          text: cli_anywhere,
          copyLabel: "Copy with settings",
        },
      ],
    },
    {
      id: "curl",
      label: "curl",
      blocks: [
        { label: "Through this server", text: curl, copyLabel: "Copy as curl" },
        {
          label: "Through this server, out of the run's folder",
          text: server,
          copyLabel: "Copy the short form",
        },
      ],
    },
    {
      id: "yaml",
      label: "YAML",
      blocks: [{ label: "mlx.yaml", text: yaml, copyLabel: "Copy YAML" }],
    },
  ];
  return ways
    .map((way) => ({ ...way, blocks: way.blocks.filter(({ text }) => text !== null) }))
    .filter(({ blocks }) => blocks.length > 0);
}
