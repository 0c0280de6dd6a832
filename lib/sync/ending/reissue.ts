// Void an invoice of several orders and issue it again: what does it take?
import { z } from "zod";

export const ReissueCombined = z.object({ documentId: z.uuid() });
export type ReissueCombined = z.infer<typeof ReissueCombined>;
