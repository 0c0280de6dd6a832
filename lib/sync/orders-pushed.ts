// What pushing one order takes and answers.
import { z } from "zod";

export const PushOrder = z.object({ orderId: z.uuid() });
export type PushOrder = z.infer<typeof PushOrder>;

export type OrderPushed = {
  /** Documents that are on their way into QuickBooks now. */
  readonly going: number;
  /** Why nothing goes; null when something does. */
  readonly because: string | null;
  /** Why QuickBooks could not be asked for payments that are not known here, as an export says it; null: nothing to say. */
  readonly unasked: string | null;
};
