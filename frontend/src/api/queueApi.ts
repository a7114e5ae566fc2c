/** The order in which runs wait, and how many train at once. */
import { baseApi } from "@/api/baseApi";
import { RunQueueSchema } from "@/api/gen/schemas.gen";
import type { QueueRequest, RunQueue } from "@/api/gen/types.gen";
import { readFields } from "@/lib/schemaFields";

/** What the backend's schema says of the setting. */
export const { parallel: parallelField } = readFields(
  { parallel: RunQueueSchema.properties.parallel },
  {},
);

const queueApi = baseApi.injectEndpoints({
  endpoints: (build) => ({
    getQueue: build.query<RunQueue, void>({ query: () => "/queue" }),
    /** Shown as asked for at once; taken back where the server refuses. */
    arrangeQueue: build.mutation<RunQueue, QueueRequest>({
      query: (body) => ({ url: "/queue", method: "PUT", body }),
      async onQueryStarted(asked, { dispatch, queryFulfilled }) {
        const show = (queue: Partial<QueueRequest>) =>
          dispatch(
            queueApi.util.updateQueryData("getQueue", undefined, (shown) => {
              if (queue.order) shown.order = queue.order;
              if (queue.parallel) shown.parallel = queue.parallel;
            }),
          );
        const change = show(asked);
        try {
          const { data } = await queryFulfilled;
          show(data);
        } catch {
          change.undo();
        }
      },
    }),
  }),
});

export const { useGetQueueQuery, useArrangeQueueMutation } = queueApi;
