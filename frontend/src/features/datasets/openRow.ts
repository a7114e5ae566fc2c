import { createContext, use } from "react";

/** A row by its number, or by the line on which it stands. */
export type RowPlace = { row: number } | { line: number };

export const OpenRow = createContext<((place: RowPlace) => void) | null>(null);

/** Opens the viewer at a row; null while there is no model to see it with. */
export const useOpenRow = () => use(OpenRow);
