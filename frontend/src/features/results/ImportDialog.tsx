import { PackageOpen } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { baseApi } from "@/api/baseApi";
import type { Run } from "@/api/gen/types.gen";
import type { ApiProblem } from "@/api/problem";
import { type Upload, uploadBundle } from "@/api/uploadFile";
import { Alert } from "@/components/ui/Alert";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { ProgressBar } from "@/components/ui/ProgressBar";
import { formatBytes } from "@/lib/format";
import { showToast } from "@/lib/toasts";
import { useAppDispatch } from "@/store/hooks";

/** Takes a packed run in; a bundle that is refused says why. Closing ends an upload. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const dispatch = useAppDispatch();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const running = useRef<Upload<Run> | null>(null);
  const [sending, setSending] = useState<{ file: File; sent: number } | null>(null);
  const [refusal, setRefusal] = useState<{ name: string; problem: ApiProblem } | null>(null);
  useEffect(() => () => running.current?.cancel(), []);

  async function send(file: File) {
    setRefusal(null);
    setSending({ file, sent: 0 });
    const upload = uploadBundle(file, (sent) => setSending({ file, sent }));
    running.current = upload;
    const end = await upload.end;
    setSending(null);
    if ("problem" in end) setRefusal({ name: file.name, problem: end.problem });
    if (!("file" in end)) return;
    dispatch(baseApi.util.invalidateTags([{ type: "Run", id: "list" }]));
    showToast({ tone: "success", title: `${end.file.config.adapter_name} was imported` });
    onClose();
    await navigate(`/results/${encodeURIComponent(end.file.id)}`);
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title="Import a run bundle"
      description="A zip file that Results made on this or another computer: configuration, events and proof, with or without the adapter."
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {sending ? "Cancel" : "Close"}
          </Button>
          <Button
            variant="primary"
            icon={PackageOpen}
            busy={sending !== null}
            onClick={() => input.current?.click()}
          >
            Choose a bundle
          </Button>
        </>
      }
    >
      <input
        ref={input}
        type="file"
        hidden
        accept=".zip,application/zip"
        aria-label="Bundle file"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) void send(file);
          // So that the same file can be chosen again.
          event.target.value = "";
        }}
      />
      <div className="min-h-24">
        {sending && <Sending {...sending} />}
        {refusal && <Refusal {...refusal} />}
        {!sending && !refusal && (
          <p className="text-muted">
            Each part is checked against its own size and hash before the run appears. The data
            itself is never in a bundle.
          </p>
        )}
      </div>
    </Dialog>
  );
}

function Sending({ file, sent }: { file: File; sent: number }) {
  const words =
    sent < file.size ? `${formatBytes(sent)} of ${formatBytes(file.size)}` : "Checking each part";
  return (
    <div className="flex flex-col gap-2">
      <p className="truncate">{file.name}</p>
      <ProgressBar
        label="Sending the bundle"
        value={sent < file.size ? sent / file.size : null}
        valueText={words}
      />
      <p className="text-muted text-xs tabular-nums">{words}</p>
    </div>
  );
}

function Refusal({ name, problem }: { name: string; problem: ApiProblem }) {
  return (
    <Alert tone="danger" live title={`${name} was not imported: ${problem.title}`}>
      {problem.errors.length === 0 && problem.detail}
      {problem.errors.map(({ message, hint }) => (
        <p key={message}>{hint ? `${message} ${hint}` : message}</p>
      ))}
    </Alert>
  );
}
