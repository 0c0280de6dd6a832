// On whom do an order's documents go: its customer, a job of that customer, or the one customer for everybody unknown?
import type { Order } from "#lib/orders/order.ts";
import type { CustomerDocument, DocumentKey, LedgerDocument } from "./document.ts";
import { customerKey } from "./plan.ts";
import type { Plan } from "./planned.ts";
import type { CompanySettings } from "./settings.ts";

/** Several addresses in one field, as shops send them: each by itself, in lower case. */
export function emailsOf(text: string | undefined): string[] {
  const each = (text ?? "").split(/[,;]/).map((part) => part.trim().toLowerCase());
  return [...new Set(each.filter((part) => part.includes("@")))];
}

/** Name of a job's document. An album of two clients is a job of each: nobody is billed for the other. */
export function jobKey(externalId: string, customer: DocumentKey): DocumentKey {
  return `job/${externalId}/${customer.replace(/^customer\//, "")}`;
}

/**
 * The plan as this company tells customers apart: where they are known by their e-mail, two of one name are two; where
 * jobs are kept, the order's documents go on its job. What bills somebody else, or several orders, stays where it is.
 */
export function placeParties(plan: Plan, order: Order, settings: CompanySettings): Plan {
  const known = settings.customerMatch === "email" ? byEmail(plan) : plan;
  return settings.jobs === "sub-customer" && order.job ? onJob(known, order, order.job) : known;
}

/** The plan with these customers, whom the books do not have, replaced by the one for all; their jobs with them. */
export function ontoOneCustomer(plan: Plan, missing: ReadonlySet<DocumentKey>, settings: CompanySettings): Plan {
  const one = customerKey(settings.oneCustomer);
  const names = new Map<DocumentKey, DocumentKey>();
  for (const document of plan.documents) {
    if (document.kind !== "customer") continue;
    if (missing.has(document.key) || missing.has(document.parent ?? "")) names.set(document.key, one);
  }
  if (names.size === 0) return plan;
  const catchAll: CustomerDocument = { kind: "customer", key: one, after: [], name: settings.oneCustomer.trim() };
  const rest = plan.documents.filter(({ key }) => !names.has(key) && key !== one);
  return { ...plan, documents: [catchAll, ...rest.map((document) => renamed(document, names))] };
}

/** The plan with these customers called otherwise: by a person, or because somebody else has the name. */
export function withNames(plan: Plan, names: ReadonlyMap<DocumentKey, string>): Plan {
  const documents = plan.documents.map((document) => {
    const name = names.get(document.key);
    return document.kind === "customer" && name !== undefined ? { ...document, name } : document;
  });
  return { ...plan, documents };
}

function byEmail(plan: Plan): Plan {
  const names = new Map<DocumentKey, DocumentKey>();
  for (const document of plan.documents) {
    if (document.kind !== "customer" || document.parent) continue;
    const [email] = emailsOf(document.email);
    if (email) names.set(document.key, `${document.key}/${email}`);
  }
  return { ...plan, documents: plan.documents.map((document) => renamed(document, names)) };
}

function onJob(plan: Plan, order: Order, job: NonNullable<Order["job"]>): Plan {
  const name = customerKey(order.customer.name);
  const own = [name, ...emailsOf(order.customer.email).map((email) => `${name}/${email}`)];
  const parent = plan.documents.find(({ kind, key }) => kind === "customer" && own.includes(key));
  if (!parent) return plan;
  const key = jobKey(job.externalId, parent.key);
  const document: CustomerDocument = { kind: "customer", key, after: [parent.key], name: job.name, parent: parent.key };
  const names = new Map([[parent.key, key]]);
  const placed = plan.documents.map((each) =>
    each.kind === "customer" || each.kind === "item" || isShared(each) ? each : renamed(each, names),
  );
  if (placed.every((each, nth) => each === plan.documents[nth])) return plan;
  const at = placed.indexOf(parent) + 1;
  return { ...plan, documents: [...placed.slice(0, at), document, ...placed.slice(at)] };
}

function isShared({ key, after }: LedgerDocument): boolean {
  return [key, ...after].some((each) => each.startsWith("combined/"));
}

/** The document with other names for those it refers to; the same object when it refers to none of them. */
function renamed(document: LedgerDocument, names: ReadonlyMap<DocumentKey, DocumentKey>): LedgerDocument {
  const name = (key: DocumentKey) => names.get(key) ?? key;
  if (![document.key, ...document.after].some((key) => names.has(key))) return document;
  const after = [...new Set(document.after.map(name))];
  if (document.kind === "item") return { ...document, after };
  if (document.kind !== "customer") return { ...document, after, customer: name(document.customer) };
  const { parent } = document;
  return { ...document, key: name(document.key), after, ...(parent ? { parent: name(parent) } : {}) };
}
