// Conformance, section 6.3 of the facts about QuickBooks Online: when a webhook comes, comes again, or never comes.
import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { asRow, asRows, asText, type Row } from "./json.ts";
import { startSimulator } from "./server.ts";
import { controlCall, openBooks } from "./test-client.ts";
import { TOKEN, WebhookBench } from "./test-listener.ts";

let bench: WebhookBench;
beforeEach(async () => {
  bench = await WebhookBench.open();
});
afterEach(() => bench.close());

it("6.2 a wrong signature on order; the retry of the same events carries the right one", async () => {
  bench.listener.answers = [401, 200];
  await bench.subscribe({ wrongSignatureEvery: 1, retrySeconds: [3600] });
  await bench.books.write("customer", { DisplayName: "Signed wrongly" });
  await bench.deliveries(1);
  await bench.subscribe({ wrongSignatureEvery: 0 });
  await bench.door("/hurry", {});
  await bench.settled();
  const right = bench.listener.received.map(
    ({ bytes, headers }) => headers["intuit-signature"] === createHmac("sha256", TOKEN).update(bytes).digest("base64"),
  );
  expect(right).toEqual([false, true]);
  expect(bench.listener.received[0]?.bytes.equals(bench.listener.received[1]?.bytes ?? Buffer.of())).toBe(true);
});

it("6.3 an answer other than 2xx is retried after 10 s, 20 s, 30 s, 5 min, 20 min, 2 h, 4 h, 6 h, then every 6 h", async () => {
  bench.listener.answers = [500];
  await bench.subscribe();
  await bench.books.write("customer", { DisplayName: "Late" });
  let last = (await bench.deliveries(1)).at(-1);
  let now = 0;
  for (const [index, seconds] of [10, 20, 30, 300, 1200, 7200, 14_400, 21_600, 21_600].entries()) {
    const sending = asRow((await bench.door("")).body.sending);
    expect(sending?.attempts).toBe(index + 1);
    const waits = Number(sending?.nextAttemptAt) - Number(last?.at);
    expect(Math.round(waits / 1000)).toBe(seconds);
    now += seconds * 1000;
    if (index === 8) bench.listener.answers = [204];
    await bench.forwardMs(now);
    last = (await bench.deliveries(index + 2)).at(-1);
  }
  await bench.settled();
  expect(new Set(bench.listener.events().map((event) => event.id)).size).toBe(1);
});

it("6.3 no answer within 3 s counts as a failure", async () => {
  expect(asRow((await bench.subscribe()).body.subscription)?.answerWithinMs).toBe(3000);
  bench.listener.answers = ["hang", 200];
  await bench.subscribe({ answerWithinMs: 30, retrySeconds: [3600] });
  await bench.books.write("customer", { DisplayName: "Slow" });
  await bench.deliveries(1);
  await bench.subscribe({ answerWithinMs: 3000 });
  await bench.door("/hurry", {});
  await bench.settled();
  const outcomes = (await bench.deliveries(2)).map((delivery) => delivery.outcome);
  expect(outcomes).toEqual(["timeout", "acknowledged"]);
});

it("6.3 a redirect and a closed door are failures as well", async () => {
  bench.listener.answers = [302, 200];
  await bench.subscribe({ retrySeconds: [0] });
  await bench.books.write("customer", { DisplayName: "Redirected" });
  await bench.settled();
  await bench.subscribe({ url: "http://127.0.0.1:1/", retrySeconds: [3600] });
  await bench.books.write("customer", { DisplayName: "Nobody listens" });
  const outcomes = (await bench.deliveries(3)).map(({ outcome, status }) => [outcome, status]);
  expect(outcomes).toEqual([
    ["refused", 302],
    ["acknowledged", 200],
    ["unreachable", null],
  ]);
});

it("6.3 later events wait until the earlier are acknowledged", async () => {
  bench.listener.answers = [500];
  await bench.subscribe();
  await bench.books.write("customer", { DisplayName: "First" });
  await bench.deliveries(1);
  await bench.books.write("customer", { DisplayName: "Second" });
  await bench.forwardMs(11_000);
  await bench.deliveries(2);
  expect(new Set(bench.listener.events().map((event) => event.id)).size).toBe(1);
  bench.listener.answers = [200];
  await bench.forwardMs(40_000);
  await bench.settled();
  expect(bench.listener.types()).toHaveLength(4);
  expect(bench.listener.types()[3]).not.toBe(bench.listener.types()[0]);
});

it("6.3 only events of connected companies", async () => {
  await bench.subscribe();
  await bench.books.control("disconnect", {});
  await bench.bookkeeper({ do: "create-customer", name: "Unseen" });
  await bench.settled();
  expect(bench.listener.received).toHaveLength(0);
  await controlCall(bench.books.simulator, "tokens", { realmId: bench.books.realm });
  await bench.bookkeeper({ do: "create-customer", name: "Seen" });
  await bench.settled();
  expect(bench.listener.types()).toEqual([expect.stringContaining("qbo.customer.created.v1")]);
});

it("6.3 events are collected for the coalescing delay, shortened by the time scale", async () => {
  await controlCall(bench.books.simulator, "settings", { timeScale: 1000 });
  await bench.subscribe({ coalesceMs: 300_000 });
  const started = performance.now();
  const BatchItemRequest = ["Early", "Late"].map((DisplayName, index) => ({
    bId: String(index),
    operation: "create",
    Customer: { DisplayName },
  }));
  await bench.books.post("batch", { BatchItemRequest });
  await bench.settled();
  expect(bench.listener.events()).toHaveLength(2);
  expect(bench.listener.received).toHaveLength(1);
  expect(Number(bench.listener.received[0]?.at) - started).toBeGreaterThan(250);
});

it("6.3 not exactly once, not in order, not always: duplicates, reordering and losses on order", async () => {
  await bench.subscribe({ duplicateEvery: 2 });
  for (const name of ["A", "B"]) {
    await bench.books.write("customer", { DisplayName: name });
    await bench.settled();
  }
  const ids = bench.listener.events().map((event) => event.id);
  expect(ids).toHaveLength(3);
  expect(new Set(ids).size).toBe(2);

  bench.listener.forget();
  await bench.subscribe({ duplicateEvery: 0, reorder: true, paused: true });
  const made = [];
  for (const name of ["C", "D", "E"])
    made.push(asText((await bench.books.write("customer", { DisplayName: name })).Id));
  await bench.subscribe({ paused: false });
  await bench.settled();
  expect(bench.listener.events().map((event) => event.intuitentityid)).toEqual(made.toReversed());

  bench.listener.forget();
  await bench.subscribe({ reorder: false, dropEvery: 1 });
  await bench.books.write("customer", { DisplayName: "F" });
  await bench.settled();
  expect(bench.listener.received).toHaveLength(0);
  expect(asRows((await bench.door("")).body.deliveries).at(-1)).toMatchObject({ outcome: "lost", status: null });
});

it("paused delivery keeps the queue, shown with what waits; unsubscribing forgets it", async () => {
  await bench.subscribe({ paused: true });
  await bench.books.write("customer", { DisplayName: "Waiting" });
  const state = (await bench.door("")).body;
  expect(state).toMatchObject({ idle: false, waiting: [{ entity: "Customer", operation: "Create" }] });
  expect((await bench.door("/idle", { timeoutMs: 0 })).status).toBe(408);
  await bench.door("", undefined, "DELETE");
  expect((await bench.door("")).body).toMatchObject({ idle: true, subscription: null, waiting: [] });
  expect(bench.listener.received).toHaveLength(0);
});

it("only addresses on this machine are allowed, and a body of the wrong shape is refused in words", async () => {
  for (const url of [
    "https://example.com/hook",
    "http://192.168.0.5/",
    "ftp://localhost/",
    "http://a:b@127.0.0.1/",
    "x",
  ]) {
    const reply = await bench.door("", { url });
    expect(reply.status).toBe(400);
    expect(reply.text).toContain("only addresses on this machine");
  }
  expect((await bench.door("", { paused: true })).text).toContain("send a url");
  expect((await bench.door("", { url: bench.listener.url, everyNth: 2 })).status).toBe(400);
  expect((await bench.door("", { url: "http://[::1]:9/hook", paused: true })).status).toBe(200);
});

it("undelivered events and the subscription survive a restart with --data", async () => {
  const data = mkdtempSync(path.join(tmpdir(), "simulator-webhooks-"));
  try {
    const first = await openBooks({}, { data });
    await controlCall(first.simulator, "webhooks", { url: bench.listener.url, verifierToken: TOKEN, paused: true });
    await first.write("customer", { DisplayName: "Kept" });
    await first.simulator.close();
    const again = await startSimulator({ data });
    const state = (await controlCall(again, "webhooks", undefined, "GET")).body;
    expect(state.waiting).toMatchObject([{ entity: "Customer", operation: "Create" }]);
    await controlCall(again, "webhooks", { paused: false });
    expect((await controlCall(again, "webhooks/idle", {})).status).toBe(200);
    await again.close();
    expect(bench.listener.types()).toEqual([expect.stringContaining("qbo.customer.created.v1")]);
    const third = await startSimulator({ data });
    expect((await controlCall(third, "webhooks", undefined, "GET")).body).toMatchObject({ idle: true });
    await third.close();
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});

it("the command line and the environment name the address and the token; another machine's is refused", async () => {
  const main = (args: string[]) =>
    spawn(process.execPath, ["--import", "tsx", "simulator/main.ts", "--port", "0", ...args], {
      env: { ...process.env, TIEOUT_SIMULATOR_WEBHOOK_TOKEN: "from-the-environment" },
      stdio: ["ignore", "pipe", "pipe"],
    });
  const child = main(["--demo", "--webhook-url", bench.listener.url]);
  try {
    const [ready] = (await once(child.stdout, "data")) as [Buffer];
    const url = ready.toString().trim().split(" ").at(-1) ?? "";
    const post = (path: string, body: Row) =>
      fetch(`${url}/_control/${path}`, { method: "POST", body: JSON.stringify(body) });
    const realmId = "9341450000000003";
    await post("tokens", { realmId });
    await post(`companies/${realmId}/bookkeeper`, { do: "create-customer", name: "From the shell" });
    expect((await post("webhooks/idle", {})).status).toBe(200);
    const [received] = bench.listener.received;
    expect(received?.headers["intuit-signature"]).toBe(
      createHmac("sha256", "from-the-environment")
        .update(received?.bytes ?? "")
        .digest("base64"),
    );
  } finally {
    child.kill();
    await once(child, "exit");
  }
  const refused = main(["--webhook-url", "https://example.com/"]);
  expect(await once(refused, "exit")).toEqual([1, null]);
}, 20_000);
