/** Sends a file as it is. Not by fetch, which cannot tell how much has been sent. */
import { apiBaseUrl } from "@/api/baseApi";
import type { Run, StoredFile } from "@/api/gen/types.gen";
import { zRun, zStoredFile } from "@/api/gen/zod.gen";
import { type ApiProblem, readProblem, serverUnreachable } from "@/api/problem";

export type UploadEnd<Kept = StoredFile> =
  | { file: Kept }
  | { problem: ApiProblem }
  /** Ended by the one who sent it. */
  | { cancelled: true };

export interface Upload<Kept = StoredFile> {
  end: Promise<UploadEnd<Kept>>;
  cancel: () => void;
}

type OnSent = (bytes: number) => void;

/** A data file. `onSent` is told how many bytes are on their way. */
export function uploadFile(file: File, onSent: OnSent): Upload {
  return send("PUT", "/datasets/files", file, onSent, (body) => zStoredFile.safeParse(body).data);
}

/** A run that was packed elsewhere. */
export function uploadBundle(file: File, onSent: OnSent): Upload<Run> {
  return send("POST", "/bundles", file, onSent, (body) => zRun.safeParse(body).data as Run);
}

function send<Kept>(
  method: "PUT" | "POST",
  path: string,
  file: File,
  onSent: OnSent,
  read: (body: unknown) => Kept | undefined,
): Upload<Kept> {
  const request = new XMLHttpRequest();
  let cancel = () => {};
  const end = new Promise<UploadEnd<Kept>>((settle) => {
    request.upload.onprogress = ({ loaded }) => onSent(loaded);
    request.onload = () => settle(readEnd(request, read));
    request.onerror = () => settle({ problem: serverUnreachable });
    cancel = () => {
      request.abort();
      settle({ cancelled: true });
    };
  });
  request.open(method, `${apiBaseUrl}${path}?name=${encodeURIComponent(file.name)}`);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.send(file);
  return { end, cancel };
}

function readEnd<Kept>(
  { status, responseText }: XMLHttpRequest,
  read: (body: unknown) => Kept | undefined,
): UploadEnd<Kept> {
  const body = readJson(responseText);
  const kept = status === 201 ? read(body) : undefined;
  return kept === undefined ? { problem: readProblem(status, body) } : { file: kept };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON is no problem document either; `readProblem` has words for it.
    return null;
  }
}
