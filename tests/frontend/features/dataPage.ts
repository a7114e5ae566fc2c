/** The data's part of the Setup page: jobs that a test answers, and the window that is open. */
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { at } from "./setupServer";

export const dialog = async () => within(await screen.findByRole("dialog"));

/** Takes the last change back; older messages may still offer theirs. */
export const undoLast = () => userEvent.click(screen.getAllByText("Undo").at(-1) as HTMLElement);

/** Answers a kind of work with one job; what was asked is kept, newest last. */
export function answerJob(path: string, job: object, asked: unknown[] = []) {
  return http.post(at(path), async ({ request }) => {
    asked.push(await request.json());
    return HttpResponse.json(job, { status: 201 });
  });
}

/** A job that is asked after: how far it is, and then nothing new until it is told how it ended. */
export function holdJob(address: string, far: object) {
  let asked = 0;
  let end: (job: object) => void = () => {};
  const ended = new Promise<object>((settle) => {
    end = settle;
  });
  const deleted: string[] = [];
  const answers = [
    http.get(at(address), async () => {
      asked += 1;
      return HttpResponse.json(asked === 1 ? far : await ended);
    }),
    http.delete(at(address), ({ request }) => {
      deleted.push(request.url);
      end({ ...far, state: "cancelled" });
      return new HttpResponse(null, { status: 204 });
    }),
  ];
  return { answers, deleted, end };
}
