// Does the server tell those who watch what moves, at once and word for word, until their session ends? And does a file stream?
import type { Page } from "@playwright/test";

import { addPush, movePush, newTestFile, type TestFile } from "#db/testing-problems.ts";
import { expect, signIn, test, type Tenant } from "./fixtures.ts";
import type { Stack } from "./stack.ts";

type Heard = { readonly event: string; readonly data: Record<string, unknown> };

/** A client as plain as can be: what the server writes is read as it comes. Compression is offered, as browsers do. */
class Listener {
  readonly answer: Response;
  readonly #reader: ReadableStreamDefaultReader<string>;
  #text = "";

  constructor(answer: Response) {
    this.answer = answer;
    this.#reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** The next event, whatever signs of life come before it; null when the server ended. */
  async next(): Promise<Heard | null> {
    for (;;) {
      const end = this.#text.indexOf("\n\n");
      if (end < 0) {
        const part = await this.#reader.read();
        if (part.done) return null;
        this.#text += part.value;
        continue;
      }
      const block = this.#text.slice(0, end);
      this.#text = this.#text.slice(end + 2);
      const found = /^event: (.+)\ndata: (.+)$/m.exec(block);
      if (found) return { event: found[1]!, data: JSON.parse(found[2]!) as Heard["data"] };
    }
  }

  async leave(): Promise<void> {
    await this.#reader.cancel();
  }
}

async function asked(stack: Stack, page: Page | null, path: string): Promise<Response> {
  const cookies = page ? await page.context().cookies() : [];
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  return await fetch(`${stack.webUrl}${path}`, { headers: { cookie, "accept-encoding": "gzip, br" } });
}

async function fileOf(stack: Stack, tenant: Tenant): Promise<TestFile> {
  return await newTestFile(stack.test, "Books", tenant.tenantId);
}

test("those who watch hear what moves, share one look, and hear no more when the session ends", async ({
  page,
  stack,
  tenant,
}) => {
  const file = await fileOf(stack, tenant);
  await signIn(page, tenant.owner.email);
  const address = `/problems/live?companyFileId=${file.companyFileId}`;
  const [one, two] = [new Listener(await asked(stack, page, address)), new Listener(await asked(stack, page, address))];
  expect(one.answer.status).toBe(200);
  expect(one.answer.headers.get("content-type")).toContain("text/event-stream");
  expect(one.answer.headers.get("content-encoding")).toBeNull();
  expect(one.answer.headers.get("cache-control")).toContain("no-store");
  expect(one.answer.headers.get("x-accel-buffering")).toBe("no");
  expect(one.answer.headers.get("content-security-policy")).toContain("connect-src 'self'");
  expect(await one.next()).toMatchObject({ event: "counts", data: { lanes: { "needs-you": 0 } } });
  expect(await two.next()).toMatchObject({ event: "counts", data: { lanes: { "needs-you": 0 } } });

  const push = await addPush(stack.test, file, { title: "Invoice 1" });
  const arrived = { event: "counts", data: { lanes: { "needs-you": 1 }, tabs: { invoices: 1 } } };
  expect(await one.next()).toMatchObject(arrived);
  expect(await two.next()).toMatchObject(arrived);
  await two.leave();
  await movePush(stack.test, file, push, "ready");
  expect(await one.next()).toMatchObject({ event: "counts", data: { lanes: { "needs-you": 0, waiting: 1 } } });

  await stack.test.admin.query("update sessions set ended_at = now() where user_id = $1", [tenant.owner.userId]);
  expect(await one.next()).toEqual({ event: "ended", data: {} });
  expect(await one.next()).toBeNull();
});

test("nobody hears without a session, nor of another tenant's company", async ({ page, stack, tenant }) => {
  const stranger = await newTestFile(stack.test, "Juniper");
  const address = `/problems/live?companyFileId=${stranger.companyFileId}`;
  expect((await asked(stack, null, address)).status).toBe(401);
  await signIn(page, tenant.owner.email);
  expect((await asked(stack, page, address)).status).toBe(404);
  expect((await asked(stack, page, "/problems/live?companyFileId=1")).status).toBe(400);
});

test("PEER-01 the view as a file: what the filter means, safe in a spreadsheet", async ({ page, stack, tenant }) => {
  const file = await fileOf(stack, tenant);
  await addPush(stack.test, file, { title: "Invoice 1", party: "=cmd|' /C calc'!A0" });
  await addPush(stack.test, file, { title: "Invoice 2", party: "Müller" });
  await signIn(page, tenant.owner.email);
  const address = `/problems/export?companyFileId=${file.companyFileId}`;
  const answer = await asked(stack, page, address);
  expect(answer.headers.get("content-disposition")).toMatch(
    /^attachment; filename="problems needs-you invoices \S+\.csv"/,
  );
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await answer.arrayBuffer());
  expect(text.startsWith("\uFEFFRecord,")).toBe(true);
  expect(text).toContain(`'=cmd|' /C calc'!A0`);
  const one = await (await asked(stack, page, `${address}&q=m%C3%BCll`)).text();
  expect(one.trim().split("\r\n")).toHaveLength(2);
  expect((await asked(stack, page, `${address}&min=a`)).status).toBe(400);
  expect((await asked(stack, null, address)).status).toBe(401);
});
