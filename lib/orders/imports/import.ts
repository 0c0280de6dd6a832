// What is an import? Shapes of its operations, and how a run is shown.
import { z } from "zod";

import { ColumnMapping } from "../sources/csv-columns.ts";

export const fileFormats = ["csv", "json"] as const;
/** JSON files are read whole; CSV files stream and have no limit. */
export const jsonBytesMax = 20 * 1_048_576;
/** How much of a CSV file is looked at for its columns. */
export const previewBytes = 256 * 1024;
/** A run that has not moved for this long has lost its process. */
export const runAliveMs = 60_000;

export const StartImport = z.object({
  sourceId: z.uuid(),
  fileName: z.string().trim().min(1).max(300),
  format: z.enum(fileFormats),
  mapping: ColumnMapping.nullable(),
  /** About how many rows the file has, for the progress bar. */
  rowsExpected: z.int().min(0).max(100_000_000).nullable().default(null),
});
export type StartImport = z.infer<typeof StartImport>;

export const ImportOrders = z.object({ bulkRunId: z.uuid() });
export type ImportOrders = z.infer<typeof ImportOrders>;

export const ShowImport = z.object({ bulkRunId: z.uuid() });
export type ShowImport = z.infer<typeof ShowImport>;

/** What is kept of the file, frozen at the start; the header stands in the mapping. */
export const ImportSelection = z.object({
  sourceId: z.uuid(),
  fileName: z.string(),
  format: z.enum(fileFormats),
  mapping: ColumnMapping.nullable(),
  rowsExpected: z.number().nullable().default(null),
});
export type ImportSelection = z.infer<typeof ImportSelection>;

export type ImportState = "running" | "done" | "aborted" | "interrupted";

export type ImportRun = {
  readonly bulkRunId: string;
  readonly state: ImportState;
  readonly fileName: string;
  readonly format: (typeof fileFormats)[number];
  readonly sourceId: string;
  readonly header: readonly string[];
  readonly rowsExpected: number | null;
  readonly rowsDone: number;
  readonly rowsOk: number;
  readonly rowsFailed: number;
  readonly note: string | null;
  readonly createdAt: string;
  readonly aliveAt: string;
};

export type RefusedRow = { readonly line: number; readonly reason: string; readonly record: unknown };

/** A run with its first refused rows. */
export type ShownImport = ImportRun & { readonly refused: readonly RefusedRow[] };

export const PreviewImport = z.object({
  /** Whose remembered columns are offered; none for a first look. */
  sourceId: z.uuid().optional(),
  /** True when the bytes are the whole file. */
  isWhole: z.enum(["true", "false"]).transform((word) => word === "true"),
});
export type PreviewImport = z.infer<typeof PreviewImport>;
