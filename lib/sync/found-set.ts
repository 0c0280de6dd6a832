// Which orders are meant when a person acts on all that the list shows?
import type { z } from "zod";

import { ListOrders } from "./orders-shown.ts";

/** The orders that the list shows, on all its pages; without a filter every order of the company. */
export const FoundSet = ListOrders.omit({ before: true });
export type FoundSet = z.infer<typeof FoundSet>;
