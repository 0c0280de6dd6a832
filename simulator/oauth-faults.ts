// Which troubles were ordered for the token endpoint?
import { z } from "zod";

export const tokenFaultSchema = z.strictObject({
  kind: z.enum(["invalid_grant", "invalid_client", "500", "503", "drop-before", "drop-after", "slow"]),
  times: z.number().int().min(1).default(1),
  grant: z.enum(["refresh_token", "authorization_code"]).optional(),
  /** For "slow", milliseconds before time scaling. */
  ms: z.number().min(0).default(5000),
});
export type TokenFault = z.infer<typeof tokenFaultSchema>;

/** The ordered troubles, in the order they were given. */
export class TokenFaults {
  private waiting: { order: TokenFault; left: number }[] = [];

  add(order: TokenFault): void {
    this.waiting.push({ order, left: order.times });
  }

  clear(): void {
    this.waiting = [];
  }

  list(): { kind: string; left: number }[] {
    return this.waiting.map(({ order, left }) => ({ kind: order.kind, left }));
  }

  /** The first trouble for a call of this grant, used up by one. */
  take(grant: string | null): TokenFault | undefined {
    const found = this.waiting.find(({ order }) => order.grant === undefined || order.grant === grant);
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left === 0) this.waiting = this.waiting.filter((entry) => entry !== found);
    return found.order;
  }
}
