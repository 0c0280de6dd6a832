// Connecting as a person does it, for tests: from the authorize page through QuickBooks' form to the callback's query.
import type { Scope } from "#lib/access/scope.ts";
import type { ConnectCompany } from "#lib/ledgers/company-file.ts";
import { connectCompany, type Connected } from "#lib/operations/connect-company.ts";
import { startConnecting } from "#lib/operations/start-connecting.ts";

/** What the callback is called with after the person chose a company on the page at `url`. */
export async function chooseCompany(url: string, realm: string): Promise<Omit<ConnectCompany, "sessionId">> {
  const back = await submit(url, `name="realm" value="${realm}"`);
  return {
    code: back.get("code") ?? "",
    state: back.get("state") ?? "",
    realmId: back.get("realmId") ?? "",
  };
}

/** What the callback is called with after the person pressed Cancel on the page at `url`. */
export async function declineCompany(url: string): Promise<URLSearchParams> {
  return await submit(url, 'name="cancel"');
}

/** Connects a company, or connects a company file again. */
export async function connectByHand(
  scope: Scope,
  realm: string,
  companyFileId?: string,
  sessionId = "session-of-ann",
): Promise<Connected> {
  const { url } = await startConnecting(scope, { sessionId, companyFileId });
  return await connectCompany(scope, { sessionId, ...(await chooseCompany(url, realm)) });
}

/** Sends the page's form that holds `mark`, with whatever fields the page put into it. */
async function submit(url: string, mark: string): Promise<URLSearchParams> {
  const page = await (await fetch(url)).text();
  const form = page.split("<form").find((part) => part.includes(mark));
  if (!form) throw new Error(`The authorize page has no form with ${mark}: ${page.slice(0, 500)}`);
  const inputs = [...form.matchAll(/<input[^>]* name="([^"]*)"[^>]* value="([^"]*)"/g)];
  const fields = inputs.map(([, name, value]) => [plain(name ?? ""), plain(value ?? "")]);
  const answer = await fetch(new URL("/connect/oauth2", url), {
    method: "POST",
    body: new URLSearchParams(fields),
    redirect: "manual",
  });
  return new URL(answer.headers.get("location") ?? "").searchParams;
}

function plain(html: string): string {
  const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
  return html.replaceAll(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole);
}
