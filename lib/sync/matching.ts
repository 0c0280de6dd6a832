// Which customer of the books is this one? Candidates with score and reasons, found through an index of their names.
import { emailsOf } from "#lib/documents/plan-parties.ts";

/** A customer, or a job, as the books list it. */
export type BookCustomer = {
  readonly ledgerId: string;
  readonly name: string;
  readonly isActive: boolean;
  readonly email?: string;
  readonly company?: string;
  readonly phone?: string;
  readonly city?: string;
  readonly currency?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  /** The customer this one is a job of, by its ledger id. */
  readonly parent?: string;
  readonly fullName?: string;
};

/** Whom we look for. A job is looked for among its customer's; `parentId` is null while that is not linked. */
export type Sought = {
  readonly name: string;
  readonly email?: string | undefined;
  readonly company?: string | undefined;
  readonly phone?: string | undefined;
  readonly city?: string | undefined;
  readonly currency?: string | undefined;
  readonly job?: { readonly parentId: string | null };
};

export const matchFields = ["name", "email", "company"] as const;
export type MatchField = (typeof matchFields)[number];

/** exact: fits the company's rule. near: probably the same, a person decides. weak: worth a look. */
export const matchGrades = ["exact", "near", "weak"] as const;
export type MatchGrade = (typeof matchGrades)[number];

export type Candidate = {
  readonly customer: BookCustomer;
  /** 0 to 100. */
  readonly score: number;
  readonly grade: MatchGrade;
  readonly reasons: readonly string[];
};

/** What the rule says of somebody who is not linked. */
export type MatchOutcome =
  | { readonly is: "one"; readonly customer: BookCustomer }
  | { readonly is: "several" | "near"; readonly customers: readonly BookCustomer[] }
  | { readonly is: "none" };

const CANDIDATES_MAX = 5;
/** A word that so many names share says nothing. */
const COMMON_MAX = 500;
const WEAK_MIN = 35;
const SUFFIXES = new Set([
  "inc",
  "incorporated",
  "llc",
  "ltd",
  "limited",
  "co",
  "corp",
  "corporation",
  "company",
  "gmbh",
]);

/** A name without what people write differently: case, accents, spaces, punctuation, "&", the kind of company. */
export function normalName(name: string): string {
  return wordsOf(name).join(" ");
}

function wordsOf(name: string): string[] {
  const plain = name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("&", " and ")
    .replaceAll(/['’.]/g, "");
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  let end = words.length;
  while (end > 1 && SUFFIXES.has(words[end - 1]!)) end--;
  return words.slice(0, end);
}

export type CustomerIndex = {
  readonly byName: ReadonlyMap<string, readonly BookCustomer[]>;
  readonly byEmail: ReadonlyMap<string, readonly BookCustomer[]>;
  readonly byWord: ReadonlyMap<string, readonly BookCustomer[]>;
};

/** Inactive ones are nobody's match. */
export function indexCustomers(customers: readonly BookCustomer[]): CustomerIndex {
  const byName = new Map<string, BookCustomer[]>();
  const byEmail = new Map<string, BookCustomer[]>();
  const byWord = new Map<string, BookCustomer[]>();
  for (const customer of customers) {
    if (!customer.isActive) continue;
    const names = new Set([customer.name, customer.company ?? ""].map(normalName).filter(Boolean));
    for (const name of names) add(byName, name, customer);
    for (const word of new Set([...names].flatMap((name) => name.split(" ")))) add(byWord, word, customer);
    for (const email of emailsOf(customer.email)) add(byEmail, email, customer);
  }
  return { byName, byEmail, byWord };
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** The best candidates, best first. Two that fit the rule are both only near: a person says which. */
export function candidatesFor(sought: Sought, index: CustomerIndex, field: MatchField): Candidate[] {
  const names = [sought.name, sought.company ?? ""].map(normalName).filter(Boolean);
  const found = new Set<BookCustomer>();
  for (const name of names) for (const each of index.byName.get(name) ?? []) found.add(each);
  for (const email of emailsOf(sought.email)) for (const each of index.byEmail.get(email) ?? []) found.add(each);
  for (const word of new Set(names.flatMap((name) => name.split(" ")))) {
    const sharing = index.byWord.get(word) ?? [];
    if (sharing.length <= COMMON_MAX) for (const each of sharing) found.add(each);
  }
  const graded = [...found]
    .filter((customer) => mayBe(sought, customer))
    .map((customer) => judged(sought, customer, field))
    .filter(({ score }) => score >= WEAK_MIN)
    .sort((left, right) => right.score - left.score || (left.customer.ledgerId < right.customer.ledgerId ? -1 : 1));
  const exact = graded.filter(({ grade }) => grade === "exact");
  const best = graded.slice(0, Math.max(CANDIDATES_MAX, exact.length));
  if (exact.length < 2) return best;
  return best.map((each) =>
    each.grade === "exact"
      ? { ...each, grade: "near", reasons: [...each.reasons, `${exact.length} customers fit`] }
      : each,
  );
}

/** What the company's rule says: exactly one fits, several do, somebody looks like it, or nobody does. */
export function matchOf(sought: Sought, index: CustomerIndex, field: MatchField): MatchOutcome {
  const candidates = candidatesFor(sought, index, field);
  const [one] = candidates.filter(({ grade }) => grade === "exact");
  if (one) return { is: "one", customer: one.customer };
  const fitting = candidates.filter(({ customer }) => fits(sought, customer, field)).map(({ customer }) => customer);
  if (fitting.length > 1) return { is: "several", customers: fitting };
  const near = candidates.filter(({ customer }) => isNamesake(sought, customer)).map(({ customer }) => customer);
  return near.length > 0 ? { is: "near", customers: near } : { is: "none" };
}

/** Jobs are looked for among jobs of their customer, customers among customers; of another currency nobody is. */
function mayBe(sought: Sought, customer: BookCustomer): boolean {
  if (sought.currency && customer.currency && sought.currency !== customer.currency) return false;
  if (!sought.job) return customer.parent === undefined;
  return sought.job.parentId === null ? customer.parent !== undefined : customer.parent === sought.job.parentId;
}

/** Does it fit the rule? A job is known by its name alone, below its own customer. */
function fits(sought: Sought, customer: BookCustomer, field: MatchField): boolean {
  if (sought.job) return sought.job.parentId !== null && isSame(sought.name, customer.name);
  switch (field) {
    case "name":
      return isSame(sought.name, customer.name);
    case "email":
      return sharesEmail(sought, customer);
    case "company": {
      const company = sought.company ?? sought.name;
      return isSame(company, customer.company ?? "") || isSame(company, customer.name);
    }
    default:
      return field satisfies never;
  }
}

function isNamesake(sought: Sought, customer: BookCustomer): boolean {
  const theirs = [customer.name, customer.company ?? ""].map(normalName);
  return [sought.name, sought.company ?? ""].some((name) => name !== "" && theirs.includes(normalName(name)));
}

function judged(sought: Sought, customer: BookCustomer, field: MatchField): Candidate {
  const isFitting = fits(sought, customer, field);
  const { score, reason } = likeness(sought, customer);
  const reasons = reason === "" ? [] : [reason];
  let points = score;
  const isEmailShared = sharesEmail(sought, customer);
  if (isEmailShared) {
    reasons.unshift("same e-mail");
    points = Math.max(points, 80) + 5;
  } else if (sought.email && customer.email) {
    reasons.push("other e-mail");
    points -= 5;
  }
  if (digits(sought.phone) !== "" && digits(sought.phone) === digits(customer.phone)) {
    reasons.push("same phone");
    points += 5;
  }
  if (sought.city && customer.city) {
    const isCitySame = isSame(sought.city, customer.city);
    reasons.push(isCitySame ? "same city" : "other city");
    points += isCitySame ? 3 : -3;
  }
  const grade = isFitting ? "exact" : isEmailShared || isNamesake(sought, customer) ? "near" : "weak";
  const [least, most] = { exact: [95, 100], near: [60, 94], weak: [0, 59] }[grade] as [number, number];
  return { customer, grade, reasons, score: Math.round(Math.min(most, Math.max(least, points))) };
}

function likeness(sought: Sought, customer: BookCustomer): { score: number; reason: string } {
  if (isSame(sought.name, customer.name)) return { score: 100, reason: "same name" };
  if (normalName(sought.name) === normalName(customer.name)) {
    return { score: 90, reason: "same name but for punctuation or the kind of company" };
  }
  if (isNamesake(sought, customer)) return { score: 85, reason: "same company" };
  const ours = new Set(wordsOf(sought.name));
  const theirs = new Set(wordsOf(customer.name));
  const shared = [...ours].filter((word) => theirs.has(word)).length;
  if (shared === 0) return { score: 0, reason: "" };
  const all = new Set([...ours, ...theirs]).size;
  return { score: (70 * shared) / all, reason: `${shared} of ${all} words of the name` };
}

function sharesEmail(sought: Sought, customer: BookCustomer): boolean {
  const theirs = emailsOf(customer.email);
  return emailsOf(sought.email).some((email) => theirs.includes(email));
}

function isSame(left: string, right: string): boolean {
  return left.trim().toLowerCase() === right.trim().toLowerCase();
}

function digits(text: string | undefined): string {
  return (text ?? "").replaceAll(/\D/g, "");
}
