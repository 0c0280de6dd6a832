// Does intuit-oauth, which nobody here wrote, connect, refresh, call and revoke at the simulator as at Intuit?
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asRow, asText, type Row } from "./json.ts";
import { NodeQuickBooks, openCallback, press, signInWith, type CallbackPage, type SignIn } from "./library-clients.ts";
import { openBooks, type Books } from "./test-client.ts";

let books: Books;
let page: CallbackPage;
beforeAll(async () => {
  books = await openBooks({ name: "Harbor & Sons" });
  page = await openCallback();
});
afterAll(async () => {
  await page.close();
  await books.simulator.close();
});

const HOUR_MS = 3_600_000;
const newApp = (): SignIn => signInWith(books.simulator.url, page.url);
const authorizeUri = (app: SignIn, state: string) =>
  app.authorizeUri({ scope: ["com.intuit.quickbooks.accounting"], state });
const companyInfo = (app: SignIn) =>
  app.makeApiCall({ url: `v3/company/${books.realm}/companyinfo/${books.realm}?minorversion=75` });

async function connected(): Promise<SignIn> {
  const app = newApp();
  await app.createToken(await press(authorizeUri(app, "s"), "Connect Harbor &amp; Sons"));
  return app;
}

/** What the library made of a refusal: its own error word, and what the server said. */
async function refusal(work: Promise<unknown>): Promise<Row> {
  try {
    await work;
  } catch (error) {
    const { error: word, error_description: description, code, message } = error as Record<string, string>;
    return { word: word ?? "", description: description ?? "", code: code ?? "", message: message ?? "" };
  }
  throw new Error("it was not refused");
}

describe("authorize", () => {
  it("leads over the page back to the app with code, state and realmId", async () => {
    const app = newApp();
    const before = page.opened.length;
    const back = new URL(await press(authorizeUri(app, "s&1=ü"), "Connect Harbor &amp; Sons"));
    expect(page.opened.slice(before)).toEqual([back.href]);
    expect(back.searchParams.get("state")).toBe("s&1=ü");
    expect(back.searchParams.get("realmId")).toBe(books.realm);
    expect(back.searchParams.get("code")).not.toBe("");
  });

  it("says access_denied when the person cancels", async () => {
    const back = new URL(await press(authorizeUri(newApp(), "s"), "Cancel"));
    expect(back.searchParams.get("error")).toBe("access_denied");
    expect(back.searchParams.has("code")).toBe(false);
  });
});

describe("createToken", () => {
  it("trades the callback for an hour of access and a refresh token of 101 days, five years at most", async () => {
    const token = (await connected()).getToken().getToken();
    expect(token).toMatchObject({
      token_type: "bearer",
      expires_in: 3600,
      x_refresh_token_expires_in: 8_726_400,
      x_refresh_token_hard_expires_in: 157_680_000,
      realmId: books.realm,
    });
    expect(token.access_token).not.toBe("");
    expect(token.refresh_token).toMatch(/^AB11/);
  });

  it("is refused with invalid_grant when the callback is loaded twice", async () => {
    const app = newApp();
    const back = await press(authorizeUri(app, "s"), "Connect Harbor &amp; Sons");
    await app.createToken(back);
    // The text beside it speaks of refresh tokens, and the simulator gives it for those only.
    expect(await refusal(newApp().createToken(back))).toMatchObject({ word: "invalid_grant" });
  });

  it("is refused with invalid_grant for another redirect address", async () => {
    const app = newApp();
    const back = await press(authorizeUri(app, "s"), "Connect Harbor &amp; Sons");
    const other = signInWith(books.simulator.url, "http://localhost/elsewhere");
    expect(await refusal(other.createToken(back))).toMatchObject({ word: "invalid_grant" });
  });

  it("hands over a trace id", async () => {
    const app = newApp();
    const answer = await app.createToken(await press(authorizeUri(app, "s"), "Connect Harbor &amp; Sons"));
    expect(answer.getIntuitTid()).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  });
});

describe("makeApiCall", () => {
  it("reads the company that was chosen", async () => {
    const { json, status } = await companyInfo(await connected());
    expect(status).toBe(200);
    expect(asRow((json as Row).CompanyInfo)?.CompanyName).toBe("Harbor & Sons");
  });

  it("writes, and hands a fault on with its code and detail", async () => {
    const app = await connected();
    const url = `v3/company/${books.realm}/customer?minorversion=75`;
    const body = { DisplayName: "O'Brien & Co" };
    const made = await app.makeApiCall({ url, method: "POST", body });
    expect(asRow((made.json as Row).Customer)).toMatchObject({ DisplayName: "O'Brien & Co", SyncToken: "0" });
    const again = await refusal(app.makeApiCall({ url, method: "POST", body }));
    expect(again).toMatchObject({ code: "6240", message: "Duplicate Name Exists Error" });
  });

  it("takes the PDF of a payment and of a refund, which node-quickbooks cannot ask for", async () => {
    const app = await connected();
    const sale = await books.sale(10);
    const account = await books.idOf("Account", "Checking");
    const refund = await books.write("refundreceipt", { ...sale, DepositToAccountRef: { value: account } });
    const payment = await books.write("payment", { CustomerRef: sale.CustomerRef ?? null, TotalAmt: 5 });
    for (const [path, row] of Object.entries({ refundreceipt: refund, payment })) {
      const url = `v3/company/${books.realm}/${path}/${asText(row.Id) ?? ""}/pdf`;
      const headers = { Accept: "application/pdf" };
      const answer = await app.makeApiCall({ url, headers, responseType: "arraybuffer" });
      expect(Buffer.from(answer.json as ArrayBuffer).toString("latin1", 0, 5)).toBe("%PDF-");
    }
  });

  it("says 401 when the access token has run out, and isAccessTokenValid agrees", async () => {
    const app = await connected();
    expect(app.isAccessTokenValid()).toBe(true);
    await books.control("expire-tokens", {});
    expect(await refusal(companyInfo(app))).toMatchObject({ code: "401" });
    app.getToken().createdAt -= HOUR_MS;
    expect(app.isAccessTokenValid()).toBe(false);
    await app.refresh();
    expect(app.isAccessTokenValid()).toBe(true);
    expect((await companyInfo(app)).status).toBe(200);
  });
});

describe("refresh", () => {
  it("gives a new access token and a new refresh token; the old one is dead at once", async () => {
    const app = await connected();
    const before = app.getToken().getToken();
    await app.refresh();
    const after = app.getToken().getToken();
    expect(after.access_token).not.toBe(before.access_token);
    expect(after.refresh_token).not.toBe(before.refresh_token);
    const late = newApp();
    expect(await refusal(late.refreshUsingToken(before.refresh_token ?? ""))).toMatchObject({ word: "invalid_grant" });
    expect((await companyInfo(app)).status).toBe(200);
  });

  it("keeps the refresh token within a day where rotation is daily, as at Intuit", async () => {
    books.simulator.world.oauth.settings.rotation = "daily";
    try {
      const app = await connected();
      const { refresh_token: first } = app.getToken().getToken();
      await app.refresh();
      expect(app.getToken().refresh_token).toBe(first);
    } finally {
      books.simulator.world.oauth.settings.rotation = "always";
    }
  });

  it("works in node-quickbooks too, with the token of the other library", async () => {
    const app = await connected();
    const { access_token: access = "", refresh_token: refresh = "" } = app.getToken().getToken();
    const theirs = new NodeQuickBooks(books.simulator.url, books.realm, access, refresh);
    const renewed = await theirs.record("refreshAccessToken");
    expect(renewed).toMatchObject({ token_type: "bearer", expires_in: 3600 });
    expect(theirs.client.refreshToken).not.toBe(refresh);
    expect(await theirs.record("getCompanyInfo", books.realm)).toMatchObject({ CompanyName: "Harbor & Sons" });
    await expect(
      new NodeQuickBooks(books.simulator.url, books.realm, access, refresh).ask("refreshAccessToken"),
    ).rejects.toMatchObject({ code: "invalid_grant", status: 400 });
  });
});

describe("revoke", () => {
  it("by the access token ends the whole connection", async () => {
    const app = await connected();
    const { access_token: access = "", refresh_token: refresh = "" } = app.getToken().getToken();
    const answer = await app.revoke({ access_token: access });
    expect(answer.status()).toBe(200);
    expect(app.getToken().access_token).toBe("");
    expect(await refusal(newApp().refreshUsingToken(refresh))).toMatchObject({ word: "invalid_grant" });
    const dead = new NodeQuickBooks(books.simulator.url, books.realm, access, refresh);
    await expect(dead.ask("getPreferences")).rejects.toMatchObject({ code: "3200", status: 401 });
  });

  it("by the refresh token as well", async () => {
    const app = await connected();
    const { access_token: access = "", refresh_token: refresh = "" } = app.getToken().getToken();
    await app.revoke({ refresh_token: refresh });
    const dead = new NodeQuickBooks(books.simulator.url, books.realm, access, refresh);
    await expect(dead.ask("getPreferences")).rejects.toMatchObject({ code: "3200", status: 401 });
  });

  it("is refused for a token nobody knows", async () => {
    const app = await connected();
    expect(await refusal(app.revoke({ access_token: "unknown" }))).toMatchObject({ word: "invalid_request" });
  });

  it("works in node-quickbooks too, which sends a form instead of JSON", async () => {
    const { access_token: access = "", refresh_token: refresh = "" } = (await connected()).getToken().getToken();
    const theirs = new NodeQuickBooks(books.simulator.url, books.realm, access, refresh);
    await theirs.ask("revokeAccess", true);
    expect(theirs.client.token).toBeNull();
    expect(await refusal(newApp().refreshUsingToken(refresh))).toMatchObject({ word: "invalid_grant" });
  });
});
