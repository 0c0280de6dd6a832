// Which companies and connections exist, and where are they kept?
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { Clock } from "./clock.ts";
import { Company } from "./company.ts";
import { Disturbances } from "./disturbances.ts";
import { Gate } from "./gate.ts";
import { Journal, readJournal } from "./journal.ts";
import { asText } from "./json.ts";
import { randomFrom } from "./latency.ts";
import { OAuth } from "./oauth.ts";
import { patched, type SettingsPatch } from "./settings.ts";
import { fill, templateNames } from "./templates.ts";
import { Webhooks } from "./webhooks.ts";

export type Options = {
  port: number;
  data: string | undefined;
  timeScale: number;
  latency: boolean;
  throttle: boolean;
  seed: number;
  demo: boolean;
  /** Addresses any app may return to, beside http on this machine. */
  redirects: string[];
};

/** A company with what is not part of its books: its limits, ordered faults and calls under way. */
export type Realm = {
  company: Company;
  gate: Gate;
  disturbances: Disturbances;
  /** Calls with a requestid that are being executed; a repetition waits for them. */
  running: Map<string, Promise<void>>;
  namesInFlight: number;
};

export const DEMO = [
  { realm: "9341450000000001", name: "Harbor Line Drayage LLC", template: "harbor-line" },
  { realm: "9341450000000002", name: "Juniper & Finch Goods Inc", template: "juniper-finch" },
  { realm: "9341450000000003", name: "Lumen & Oak Photography", template: "lumen-oak" },
  { realm: "9341450000000004", name: "Gateway Intermodal Inc", template: "harbor-line" },
];

export class World {
  clock: Clock;
  oauth: OAuth;
  random: () => number;
  realms = new Map<string, Realm>();
  /** Switches for every company; a company's own switch can only turn more off. */
  latencyOn: boolean;
  throttleOn: boolean;
  webhooks: Webhooks;
  private data: string | undefined;
  private journals: Journal[] = [];

  constructor(options: Options) {
    this.clock = new Clock(options.timeScale);
    this.oauth = new OAuth(this.clock);
    this.oauth.clients.redirectUris = options.redirects;
    this.random = randomFrom(options.seed);
    this.latencyOn = options.latency;
    this.throttleOn = options.throttle;
    this.data = options.data;
    this.webhooks = new Webhooks(this.clock, (realm) => this.oauth.isConnected(realm));
    this.load();
    if (!options.demo) return;
    for (const { realm, name, template } of DEMO) this.create(realm, name, template, {}, false);
  }

  /** Creates a company from a template; the one that exists already is kept unless `reset` is asked for. */
  create(realm: string, name: string, template: string, patch: SettingsPatch, reset: boolean): Realm {
    const known = this.realms.get(realm);
    if (known !== undefined && !reset) return known;
    if (!templateNames().includes(template)) throw new Error(`unknown template ${template}`);
    if (known?.company.journal !== undefined) {
      const old = known.company.journal;
      old.discard();
      this.journals = this.journals.filter((journal) => journal !== old);
    }
    const company = new Company(realm, name, template);
    fill(company, this.clock.now());
    company.settings = patched(company.settings, patch);
    return this.adopt(company);
  }

  close(): void {
    this.webhooks.close();
    for (const journal of this.journals) journal.close();
    this.journals = [];
  }

  private adopt(company: Company): Realm {
    const realm: Realm = {
      company,
      gate: new Gate(),
      disturbances: new Disturbances(),
      running: new Map(),
      namesInFlight: 0,
    };
    this.realms.set(company.realm, realm);
    company.watchers = [
      (changes) => company.audit.note(changes, company.journal),
      (changes) => this.webhooks.note(company, changes),
    ];
    company.onPreferences = (nowMs) => this.webhooks.notePreferences(company, nowMs);
    if (this.data === undefined) return realm;
    const journal = new Journal(path.join(this.data, `${company.realm}.jsonl`));
    journal.rewrite([["company", company.realm, company.name, company.template], ...company.snapshot()]);
    company.journal = journal;
    this.journals.push(journal);
    return realm;
  }

  private load(): void {
    if (this.data === undefined) return;
    mkdirSync(this.data, { recursive: true });
    for (const file of readdirSync(this.data).toSorted()) {
      if (!/^\d+\.jsonl$/.test(file)) continue;
      const [head, ...lines] = readJournal(path.join(this.data, file));
      if (!Array.isArray(head) || head[0] !== "company") continue;
      const company = new Company(asText(head[1]) ?? "", asText(head[2]) ?? "", asText(head[3]) ?? "");
      for (const line of lines) company.replay(line);
      this.adopt(company);
    }
    const file = path.join(this.data, "connections.jsonl");
    const lines = existsSync(file) ? readJournal(file) : [];
    const journal = new Journal(file);
    this.oauth.keepIn(journal, lines);
    this.journals.push(journal, this.webhooks.keepIn(path.join(this.data, "webhooks.jsonl")));
  }
}
