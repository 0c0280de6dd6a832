// Invariants of every call that leaves: fenced versions, order, tenant, pace, and written down first.
import type { Sending } from "../model.ts";

/** What QuickBooks counts a new document as (quickbooks-online.md): known to whoever made it, also when the answer was lost. */
const AS_MADE = "0";

/**
 * I4: an update or void names a version that an answer told us; nothing is overwritten unread. What we found again after
 * a lost answer may be named as we made it, once an answer told of it: the books refuse that when somebody was there since.
 */
export function i4HeardVersion({ writes, heard }: Sending): string[] {
  const isFound = (record: string) => [...heard].some((version) => version.startsWith(`${record}/`));
  return writes
    .filter(({ operation }) => operation !== "create")
    .filter(({ entity, ledgerId, versionToken }) => !heard.has(`${entity}/${ledgerId}/${versionToken}`))
    .filter(({ entity, ledgerId, versionToken }) => versionToken !== AS_MADE || !isFound(`${entity}/${ledgerId}`))
    .map(
      ({ entity, ledgerId, versionToken }) =>
        `${entity} ${ledgerId} is changed as version ${versionToken}, which nobody read`,
    );
}

/** I6: what is said was written down before, word for word, and is open. */
export function i6WrittenFirst({ call, writes, written }: Sending): string[] {
  if (call.requestId === null) return writes.length > 0 ? ["A call that changes something bears no request id"] : [];
  if (!written) return [`A call left under ${call.requestId}, which was never written down`];
  const isSame = written.path === call.path && written.body === call.body;
  return isSame ? [] : [`A call left under ${call.requestId} with other words than were written down`];
}

/** I7: nothing refers to what was never in the books: no invoice before its customer, no payment before its invoice. */
export function i7Order({ writes, made }: Sending): string[] {
  return writes.flatMap(({ entity, operation, refers }) => {
    const missing = refers.filter((each) => /^(Customer|Item|Invoice)\//.test(each) && !made.has(each));
    const invoices = refers.some((each) => each.startsWith("Invoice/"));
    const alone =
      entity === "Payment" && operation === "create" && !invoices ? ["A payment leaves without its invoice"] : [];
    return [...alone, ...missing.map((each) => `A ${entity} names ${each}, which was never made`)];
  });
}

/** I9: each call names the company of its tenant, bears a token of that company and no name of another tenant. */
export function i9Tenant({ call, realmId, tokens, strangers }: Sending): string[] {
  const wrong: string[] = [];
  if (call.realmId !== realmId) wrong.push(`A call went to company ${call.realmId}`);
  if (!tokens.has(call.token)) wrong.push("A call bore a token of another company");
  const said = `${decodeURIComponent(call.path)} ${call.body}`;
  const stranger = strangers.find((name) => said.includes(name));
  if (stranger !== undefined) wrong.push(`A call named ${stranger}, who belongs to another tenant`);
  return wrong;
}

const MINUTE_MS = 60_000;

/** I10: at most 500 calls and 40 batches a minute, 10 in a second, 10 under way. */
export function i10Throttle({ call, earlier, underWay }: Sending): string[] {
  const within = (ms: number) => earlier.filter(({ atMs }) => call.atMs - atMs < ms);
  const minute = within(MINUTE_MS);
  const isBatch = call.path.includes("/batch?");
  const figures = [
    ["calls in a minute", minute.length + 1, 500],
    ["batches in a minute", minute.filter((one) => one.isBatch).length + (isBatch ? 1 : 0), 40],
    ["calls in a second", within(1_000).length + 1, 10],
    ["calls under way", underWay + 1, 10],
  ] as const;
  return figures.filter(([, n, max]) => n > max).map(([what, n, max]) => `${n} ${what}, and ${max} are allowed`);
}
