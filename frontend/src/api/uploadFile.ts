/** Sends a file as it is. Not by fetch, which cannot tell how much has been sent. */
import { apiBaseUrl } from "@/api/baseApi";
import type { StoredFile } from "@/api/gen/types.gen";
import { zStoredFile } from "@/api/gen/zod.gen";
import { type ApiProblem, readProblem, serverUnreachable } from "@/api/problem";

export type UploadEnd =
  | { file: StoredFile }
  | { problem: ApiProblem }
  /** Ended by the one who sent it. */
  | { cancelled: true };

export interface Upload {
  end: Promise<UploadEnd>;
  cancel: () => void;
}

/** `onSent` is told how many bytes are on their way. */
export function uploadFile(file: File, onSent: (bytes: number) => void): Upload {
  const request = new XMLHttpRequest();
  let cancel = () => {};
  const end = new Promise<UploadEnd>((settle) => {
    request.upload.onprogress = ({ loaded }) => onSent(loaded);
    request.onload = () => settle(readEnd(request));
    request.onerror = () => settle({ problem: serverUnreachable });
    cancel = () => {
      request.abort();
      settle({ cancelled: true });
    };
  });
  request.open("PUT", `${apiBaseUrl}/datasets/files?name=${encodeURIComponent(file.name)}`);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.send(file);
  return { end, cancel };
}

function readEnd({ status, responseText }: XMLHttpRequest): UploadEnd {
  const body = readJson(responseText);
  const stored = zStoredFile.safeParse(body);
  if (status === 201 && stored.success) return { file: stored.data };
  return { problem: readProblem(status, body) };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON is no problem document either; `readProblem` has words for it.
    return null;
  }
}
