// How do tests carry a conversation to a simulator, over HTTP as the product does, and look into its books? Used by tests only.
import type { CompanySettings } from "#lib/documents/settings.ts";
import { defaultSettings } from "#lib/documents/settings.ts";
import type { LedgerDocument } from "#lib/documents/document.ts";
import { listKinds, type Books, type ListEntry, type Verdict } from "#lib/ledgers/ledger.ts";
import type { LedgerLink } from "#lib/sync/link.ts";
import { limits, type Push, type PushOperation } from "#lib/sync/push.ts";
import { isOutcomeUnknown, singleAnswer, type QboAnswer } from "../answer.ts";
import { send, type QboAccess } from "../carrier.ts";
import { preferencesOf } from "../company.ts";
import { qbo } from "../ledger.ts";
import { listEntities, listEntries, taxRates } from "../lists.ts";
import type { QboEntity } from "../entities.ts";
import { selectList } from "../query.ts";
import type { QboRow } from "../rows.ts";
import { singleHttp, type QboHttp, type QboRequest } from "../wire.ts";

const CALL_MS = 10_000;

/** One conversation from its first word to its end. */
export type Talk = { readonly verdict: Verdict; readonly said: readonly QboRequest[]; readonly push: Push };

/** One connected company of a simulator. */
export class Desk {
  private readonly url: string;
  private readonly realmId: string;
  private readonly token: string;
  private calls = 0;
  /** What the documents of this company were linked to. */
  readonly links = new Map<string, LedgerLink>();

  constructor(url: string, realmId: string, token: string) {
    this.url = url;
    this.realmId = realmId;
    this.token = token;
  }

  /** Makes a company from a template and connects it. */
  static async open(url: string, realmId: string, company: Readonly<Record<string, unknown>> = {}): Promise<Desk> {
    await control(url, "companies", { realmId, name: "Test Company", template: "open", ...company });
    const tokens = await control(url, "tokens", { realmId });
    return new Desk(url, realmId, String(tokens.access_token));
  }

  /** Where calls go and as whom. */
  access(): QboAccess {
    return { apiUrl: this.url, accessToken: this.token };
  }

  /** Sends one call as the product does; "lost" when no complete answer came. */
  async carry(http: QboHttp): Promise<QboAnswer | "lost"> {
    const carried = await send(this.access(), http, { timeoutMs: CALL_MS });
    return carried.is === "answered" ? singleAnswer(carried.status, carried.text) : "lost";
  }

  /** Asks or says one thing. Throws when no answer came. */
  async say(request: QboRequest): Promise<QboAnswer> {
    const answer = await this.carry(singleHttp(this.realmId, request, this.requestId()));
    if (answer === "lost") throw new Error("No answer came");
    return answer;
  }

  http(request: QboRequest): QboHttp {
    return singleHttp(this.realmId, request, this.requestId());
  }

  requestId(): string {
    this.calls += 1;
    return `call-${this.calls}`;
  }

  /** The books as the product would know them: lists, preferences, the company's country. */
  async books(settings: Partial<CompanySettings> = {}): Promise<Books> {
    const rows = async (request: QboRequest) => rowsOf(await this.say(request));
    const rates = taxRates(await rows(selectList("TaxRate", 1)));
    const lists = new Map<string, ReadonlyMap<string, ListEntry>>();
    for (const list of listKinds) {
      const entries = listEntries(list, await rows(selectList(listEntities[list], 1)), rates);
      lists.set(list, new Map(entries.map((entry) => [entry.name.toLowerCase(), entry])));
    }
    const one = async (entity: QboEntity) => entityOf(await this.say({ is: "read", entity, ledgerId: "1" }));
    const preferences = preferencesOf(await one("Preferences"), await one("CompanyInfo"));
    return {
      settings: { ...defaultSettings, ...settings },
      preferences,
      lists: Object.fromEntries(lists) as Books["lists"],
    };
  }

  /** A push of a document, with the links this company has given so far. */
  push(document: LedgerDocument, operation: PushOperation = "create", more: Partial<Push> = {}): Push {
    return {
      pushId: `push of ${document.key}`,
      operation,
      generation: 0,
      marker: `[tieout ${document.key}]`,
      document,
      unsure: false,
      memory: {},
      link: this.links.get(document.key) ?? null,
      links: Object.fromEntries(this.links),
      ...more,
    };
  }

  /**
   * Talks until there is a verdict other than "more", as the worker does: what was not heard is looked for. `before` is
   * what others do before each turn.
   */
  async talk(
    first: Push,
    books: Books,
    before: (request: QboRequest) => Promise<void> = async () => {},
  ): Promise<Talk> {
    const said: QboRequest[] = [];
    let push = first;
    for (let turn = 1; turn <= limits.turnsMax; turn += 1) {
      const request = qbo.nextRequest(push, books);
      said.push(request);
      await before(request);
      const answer = await this.carry(this.http(request));
      if (answer === "lost" || isOutcomeUnknown(answer)) {
        push = { ...push, unsure: true, memory: { unsure: true } };
        continue;
      }
      const verdict = qbo.readResponse(push, answer);
      if (verdict.is !== "more") {
        if ("link" in verdict && verdict.link) this.links.set(push.document.key, verdict.link);
        return { verdict, said, push };
      }
      const isDoubt = verdict.memory.unsure === true && verdict.memory.lookedUp !== true;
      push = { ...push, unsure: isDoubt, memory: verdict.memory };
    }
    throw new Error(`No end after ${limits.turnsMax} turns: ${JSON.stringify(said)}`);
  }

  /** Posts documents one after the other; each must be found sound beforehand and posted. */
  async post(books: Books, ...documents: readonly LedgerDocument[]): Promise<void> {
    for (const document of documents) {
      const problems = qbo.check(document, books);
      if (problems.length > 0) throw new Error(JSON.stringify(problems));
      const { verdict } = await this.talk(this.push(document), books);
      if (verdict.is !== "posted") throw new Error(JSON.stringify(verdict));
    }
  }

  /** Every record of an entity, as the simulator has it. */
  async rows(entity: QboEntity | "Vendor" | "Deposit"): Promise<QboRow[]> {
    const answer = await control(this.url, `companies/${this.realmId}/entities/${entity}`);
    return Array.isArray(answer.rows) ? (answer.rows as QboRow[]) : [];
  }

  /** The record a document is linked to. Throws when there is none. */
  async row(entity: QboEntity, document: LedgerDocument): Promise<QboRow> {
    const id = this.links.get(document.key)?.ledgerId;
    const found = (await this.rows(entity)).find((row) => row.Id === id);
    if (!found) throw new Error(`No ${entity} ${id} for ${document.key}`);
    return found;
  }

  /** What a bookkeeper does by hand in QuickBooks. */
  async clerk(action: Readonly<Record<string, unknown>>): Promise<QboRow> {
    return await control(this.url, `companies/${this.realmId}/bookkeeper`, action);
  }

  async prefer(preferences: Readonly<Record<string, unknown>>): Promise<void> {
    await control(this.url, `companies/${this.realmId}/settings`, { preferences });
  }

  /** How an unsure fact is read by the simulator from now on. */
  async read(readings: Readonly<Record<string, unknown>>): Promise<void> {
    await control(this.url, `companies/${this.realmId}/settings`, { readings });
  }

  /** Orders a fault of the simulator for the next call it fits. */
  async disturb(kind: string, match: Readonly<Record<string, string>> = {}, ms = 200): Promise<void> {
    await control(this.url, `companies/${this.realmId}/faults`, { kind, match, ms });
  }
}

function rowsOf(answer: QboAnswer): readonly QboRow[] {
  if (answer.body.is === "rows") return answer.body.rows;
  throw new Error(`No rows: ${JSON.stringify(answer)}`);
}

function entityOf(answer: QboAnswer): QboRow {
  if (answer.body.is === "entity") return answer.body.entity;
  throw new Error(`No record: ${JSON.stringify(answer)}`);
}

async function control(url: string, path: string, body?: Readonly<Record<string, unknown>>): Promise<QboRow> {
  const response = await fetch(`${url}/_control/${path}`, {
    method: body === undefined ? "GET" : "POST",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as QboRow;
}
