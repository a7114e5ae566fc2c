import { useRef, useState } from "react";
import { baseApi } from "@/api/baseApi";
import type { JobProgress, StoredFile } from "@/api/gen/types.gen";
import { problemInWords } from "@/api/problem";
import { type Upload, uploadFile } from "@/api/uploadFile";
import { useAppDispatch } from "@/store/hooks";

/** One upload at a time: how far it is, what went wrong, and the way to end it. */
export function useUpload() {
  const dispatch = useAppDispatch();
  const running = useRef<Upload | null>(null);
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const [problem, setProblem] = useState<string>();

  /** Null where it failed or was cancelled. */
  async function send(file: File): Promise<StoredFile | null> {
    const far = (done: number) => setProgress({ done, total: file.size, unit: "bytes" });
    setProblem(undefined);
    far(0);
    const upload = uploadFile(file, far);
    running.current = upload;
    const end = await upload.end;
    setProgress(null);
    if ("problem" in end) setProblem(problemInWords(end.problem));
    if (!("file" in end)) return null;
    dispatch(baseApi.util.invalidateTags(["Dataset"]));
    return end.file;
  }

  return {
    progress,
    problem,
    send,
    cancel: () => running.current?.cancel(),
    forget: () => setProblem(undefined),
  };
}
