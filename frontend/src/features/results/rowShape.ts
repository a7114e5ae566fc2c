/** What the rows of the table share: each is as high as any other. */

/** Pixels. */
export const rowHeight = 52;

export const rowCell = "border-line border-b px-2.5 py-0";
