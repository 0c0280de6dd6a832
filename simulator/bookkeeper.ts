// Which page does a person get at which address of the simulated QuickBooks?
import { auditBody, homeBody, settingsBody } from "./bookkeeper-company.ts";
import { counted, listBody } from "./bookkeeper-lists.ts";
import { framed, heading, listOf, manyOf, noticeOf } from "./bookkeeper-menu.ts";
import type { Company } from "./company.ts";
import { depositPage, editPage, payPage } from "./edit-pages.ts";
import { entityOf, type EntityName } from "./entities.ts";
import { formPdf } from "./extras.ts";
import { act } from "./form-actions.ts";
import { html, page } from "./html.ts";
import type { Answer, Request } from "./http.ts";
import { DEEP_LINKS, LIST_LINKS, listPath } from "./paths.ts";
import { present } from "./present.ts";
import { gonePage, recordPage } from "./record-pages.ts";
import type { World } from "./world.ts";

function companies(world: World): Answer {
  const rows = [...world.realms.values()].map(({ company }) => {
    const link = html`<a href="/app/company/${company.realm}"><strong>${company.name}</strong></a>`;
    const size = (entity: "Customer" | "Invoice" | "Payment") =>
      counted(company.table(entity).rows.size, entity.toLowerCase());
    const counts = html`<small
      >Company ID ${company.realm} · ${size("Customer")} · ${size("Invoice")} · ${size("Payment")}</small
    >`;
    return `<li><div>${link}<br>${counts}</div></li>`;
  });
  const none =
    "<p>No company yet. Start the simulator with <code>--demo</code> or create one through the control door.</p>";
  return page(200, "Companies", rows.length === 0 ? none : `<ul class="cards">${rows.join("")}</ul>`, []);
}

const noPage = () => page(404, "Not found", "<p role='alert'>There is no such page.</p>", []);

function goTo(path: string): Answer {
  return { status: 303, body: "", type: "text/plain", headers: { Location: path } };
}

/** The company a deep link names, in either spelling of the parameter; undefined when it names none or an unknown one. */
function named(world: World, request: Request): { asked: boolean; company: Company | undefined } {
  const ask = request.url.searchParams;
  const realm = ask.get("companyId") ?? ask.get("deeplinkcompanyid");
  return { asked: realm !== null, company: world.realms.get(realm ?? "")?.company };
}

/** A deep link to one record; without a company the first one that holds the id. */
function deepLink(world: World, request: Request, entity: EntityName, id: string): Answer {
  const { asked, company } = named(world, request);
  const candidates = asked ? [company] : [...world.realms.values()].map((realm) => realm.company);
  for (const candidate of candidates) {
    const row = candidate?.get(entity, id);
    if (candidate === undefined || row === undefined) continue;
    return recordPage(candidate, entity, row, world.clock.now(), noticeOf(request.url.searchParams));
  }
  return gonePage(asked ? company : candidates.length === 1 ? candidates[0] : undefined, entity, id);
}

/** The deep links of QuickBooks: /app/invoice?txnId=…, /app/customerdetail?nameId=…, /app/homepage, whole lists. */
function appPage(world: World, request: Request, what: string): Answer {
  for (const [entity, { page: name, parameter }] of Object.entries(DEEP_LINKS)) {
    const known = entityOf(entity);
    if (name === what && known !== undefined) {
      return deepLink(world, request, known, request.url.searchParams.get(parameter) ?? "");
    }
  }
  const { company } = named(world, request);
  const only = world.realms.size === 1 ? [...world.realms.values()][0]?.company : undefined;
  const meant = company ?? only;
  const list = Object.hasOwn(LIST_LINKS, what) ? LIST_LINKS[what] : undefined;
  if (what !== "homepage" && list === undefined) return noPage();
  if (meant === undefined) return companies(world);
  return goTo(list === undefined ? `/app/company/${meant.realm}` : listPath(meant, list));
}

function pdf(company: Company, entity: EntityName, id: string): Answer {
  const type = "application/pdf";
  return { status: 200, body: formPdf(company, entity, id), type, headers: { "Content-Disposition": "inline" } };
}

function recordVerb(world: World, company: Company, request: Request): Answer {
  const [, , , verb = "", word = "", id = ""] = request.path;
  const notice = noticeOf(request.url.searchParams);
  const entity = entityOf(word);
  if (verb === "new" && word === "Deposit") return depositPage(company, world.clock.now(), notice);
  if (entity === undefined) return noPage();
  const row = company.get(entity, id);
  if (row === undefined) return gonePage(company, entity, id);
  if (verb === "record") return recordPage(company, entity, row, world.clock.now(), notice);
  if (verb === "edit") return editPage(company, entity, present(company, entity, row), notice);
  if (verb === "pay" && entity === "Invoice") {
    return payPage(company, present(company, entity, row), world.clock.now(), notice);
  }
  return verb === "pdf" ? pdf(company, entity, id) : noPage();
}

function companyPage(world: World, company: Company, request: Request): Answer {
  const ask = request.url.searchParams;
  const list = listOf(ask.get("list") ?? "Home");
  if (list === undefined) return noPage();
  const nowMs = world.clock.now();
  const bodies = {
    Home: () => homeBody(company, nowMs),
    Preferences: () => settingsBody(company),
    Audit: () => auditBody(company, ask.get("find") ?? ""),
  };
  const body =
    list === "Home" || list === "Preferences" || list === "Audit"
      ? bodies[list]()
      : listBody(company, list, ask, nowMs);
  const title = list === "Home" ? company.name : manyOf(list);
  return framed(company, { title, current: list }, noticeOf(ask), { head: heading(title), body });
}

/** Answers the pages at / and below /app. */
export function bookkeeper(world: World, request: Request): Answer {
  const [, what, id, verb] = request.path;
  if (what === undefined) return companies(world);
  if (what !== "company") return request.method === "GET" ? appPage(world, request, what) : noPage();
  const realm = world.realms.get(id ?? "");
  if (realm === undefined) return noPage();
  if (request.method === "POST") {
    return verb === "act" ? act(realm.company, world.clock.now(), request.body) : noPage();
  }
  return verb === undefined ? companyPage(world, realm.company, request) : recordVerb(world, realm.company, request);
}
