// Conformance, section 6 of the facts about QuickBooks Online: what a webhook says, how it is signed, what causes one.
import { createHmac } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { asRow, asRows, asText } from "./json.ts";
import { addBooks, line } from "./test-client.ts";
import { TOKEN, WebhookBench } from "./test-listener.ts";

let bench: WebhookBench;
beforeEach(async () => {
  bench = await WebhookBench.open();
});
afterEach(() => bench.close());

it("6.1 a post is a JSON array of CloudEvents with Intuit's members and nothing else", async () => {
  await bench.subscribe();
  const invoice = await bench.books.write("invoice", await bench.books.sale(120));
  await bench.settled();
  expect(bench.listener.received[0]?.headers["content-type"]).toBe("application/cloudevents+json");
  const event = bench.listener.events().find((one) => one.type === "qbo.invoice.created.v1");
  expect(event).toEqual({
    specversion: "1.0",
    id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    source: expect.stringMatching(/^intuit\.[A-Za-z0-9+/]+=$/),
    type: "qbo.invoice.created.v1",
    datacontenttype: "application/json",
    time: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{9}Z$/),
    intuitentityid: invoice.Id,
    intuitaccountid: bench.books.realm,
    data: {},
  });
});

it("6.1 the content type is a switch", async () => {
  await bench.subscribe({ contentType: "application/cloudevents-batch+json" });
  await bench.books.write("customer", { DisplayName: "Batch" });
  await bench.settled();
  expect(bench.listener.received[0]?.headers["content-type"]).toBe("application/cloudevents-batch+json");
});

it("6.1 a post may mix realms; with mixRealms off each has its own", async () => {
  const other = await addBooks(bench.books.simulator);
  await bench.subscribe({ paused: true });
  await bench.books.write("customer", { DisplayName: "One" });
  await other.write("customer", { DisplayName: "Two" });
  await bench.subscribe({ paused: false });
  await bench.settled();
  expect(bench.listener.received).toHaveLength(1);
  expect(bench.listener.events().map((event) => event.intuitaccountid)).toEqual([bench.books.realm, other.realm]);
  bench.listener.forget();
  await bench.subscribe({ paused: true, mixRealms: false });
  await bench.books.write("customer", { DisplayName: "Three" });
  await other.write("customer", { DisplayName: "Four" });
  await bench.subscribe({ paused: false });
  await bench.settled();
  expect(bench.listener.received).toHaveLength(2);
});

it("6.1 the legacy shape: eventNotifications by realm, operations as words, lastUpdated with Z", async () => {
  await bench.subscribe({ format: "legacy" });
  const invoice = await bench.books.write("invoice", await bench.books.sale(120));
  await bench.settled();
  expect(bench.listener.received[0]?.headers["content-type"]).toBe("application/json");
  const [notification] = bench.listener.notifications().slice(-1);
  expect(notification?.realmId).toBe(bench.books.realm);
  expect(asRows(asRow(notification?.dataChangeEvent)?.entities)).toContainEqual({
    name: "Invoice",
    id: invoice.Id,
    operation: "Create",
    lastUpdated: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.000Z$/),
  });
});

it("6.1 at most 100 events a post", async () => {
  await bench.subscribe({ paused: true });
  const items = Array.from({ length: 30 }, (_, index) => index);
  for (const round of [1, 2, 3, 4]) {
    const BatchItemRequest = items.map((index) => ({
      bId: String(index),
      operation: "create",
      Customer: { DisplayName: `Customer ${round}-${index}` },
    }));
    expect((await bench.books.post("batch", { BatchItemRequest })).status).toBe(200);
  }
  await bench.subscribe({ paused: false });
  await bench.settled();
  const sizes = bench.listener.received.map(({ bytes }) => (JSON.parse(bytes.toString()) as unknown[]).length);
  expect(sizes).toEqual([100, 20]);
});

it("6.2 the signature is the HMAC of the raw bytes, in both formats, and rotates with the token", async () => {
  for (const [format, token] of [
    ["cloudevents", TOKEN],
    ["legacy", TOKEN],
    ["cloudevents", "another-token"],
  ] as const) {
    bench.listener.forget();
    await bench.subscribe({ format, verifierToken: token });
    await bench.books.write("customer", { DisplayName: `Ünïcode ${format} ${token}` });
    await bench.settled();
    const [post] = bench.listener.received;
    const wanted = createHmac("sha256", token)
      .update(post?.bytes ?? "")
      .digest("base64");
    expect(post?.headers["intuit-signature"]).toBe(wanted);
  }
});

it("6.2 the verifier token is made up when none is given, and shown after the URL is saved", async () => {
  const state = await bench.door("", { url: bench.listener.url });
  expect(asText(asRow(state.body.subscription)?.verifierToken)).toMatch(/^.{20,}$/);
});

it("6.3 our own changes come back: create, update, void, e-mail and delete of an invoice", async () => {
  const sale = await bench.books.sale(50, { BillEmail: { Address: "ap@example.com" } });
  await bench.subscribe();
  const made = await bench.books.write("invoice", sale);
  const Id = asText(made.Id) ?? "";
  await bench.books.write("invoice", { Id, SyncToken: "0", sparse: true, PrivateNote: "changed" });
  await bench.books.write("invoice", { Id, SyncToken: "1", sparse: true, PrivateNote: "changed" });
  await bench.books.post(`invoice/${Id}/send`, undefined);
  await bench.books.write("invoice?operation=void", { Id, SyncToken: "2" });
  await bench.books.write("invoice?operation=delete", { Id, SyncToken: "3" });
  await bench.settled();
  // The second update changed nothing and tells nobody (2.5).
  expect(bench.listener.types()).toEqual(
    ["created", "updated", "emailed", "voided", "deleted"].map((word) => `qbo.invoice.${word}.v1 ${Id}`),
  );
});

it("6.3 side effects are events too: a payment updates its invoice, a deleted payment does again", async () => {
  const invoice = await bench.books.write("invoice", await bench.books.sale(80));
  await bench.subscribe();
  const payment = await bench.bookkeeper({ do: "pay", id: asText(invoice.Id) ?? "" });
  await bench.bookkeeper({ do: "delete", entity: "Payment", id: asText(payment.Id) ?? "" });
  await bench.settled();
  const [p, i] = [asText(payment.Id) ?? "", asText(invoice.Id) ?? ""];
  expect(bench.listener.types().toSorted()).toEqual(
    [
      `qbo.invoice.updated.v1 ${i}`,
      `qbo.invoice.updated.v1 ${i}`,
      `qbo.payment.created.v1 ${p}`,
      `qbo.payment.deleted.v1 ${p}`,
    ].toSorted(),
  );
});

it("8 (7b) the customer whose time moves with every transaction is reported once a collection", async () => {
  const sale = await bench.books.sale(10);
  await bench.subscribe({ customerTouches: true, paused: true });
  await bench.books.write("invoice", sale);
  await bench.books.write("invoice", sale);
  await bench.subscribe({ paused: false });
  await bench.settled();
  const customer = asText(asRow(sale.CustomerRef)?.value) ?? "";
  expect(bench.listener.types().filter((type) => type.includes("customer"))).toEqual([
    `qbo.customer.updated.v1 ${customer}`,
  ]);
});

it("6.3 a merge is one event of the record that stays, with the id that is gone", async () => {
  const one = await bench.books.write("customer", { DisplayName: "Twin" });
  const two = await bench.books.write("customer", { DisplayName: "Twin Inc" });
  await bench.subscribe();
  await bench.bookkeeper({ do: "merge", id: asText(two.Id) ?? "", into: asText(one.Id) ?? "" });
  await bench.settled();
  expect(bench.listener.types()).toEqual([`qbo.customer.merged.v1 ${asText(one.Id) ?? ""}`]);
  expect(bench.listener.events()[0]?.data).toEqual({ deletedId: two.Id });

  bench.listener.forget();
  await bench.subscribe({ format: "legacy" });
  const three = await bench.bookkeeper({ do: "create-customer", name: "Twin LLC" });
  await bench.bookkeeper({ do: "merge", id: asText(three.Id) ?? "", into: asText(one.Id) ?? "" });
  await bench.settled();
  const entities = bench.listener
    .notifications()
    .flatMap((notification) => asRows(asRow(notification.dataChangeEvent)?.entities));
  expect(entities.at(-1)).toMatchObject({ operation: "Merge", id: one.Id, deletedId: three.Id });
});

it("6.3 a deactivated name is an update, or a deletion when switched; Preferences have events; tax codes have none", async () => {
  await bench.subscribe();
  const customer = await bench.bookkeeper({ do: "create-customer", name: "Leaving" });
  const id = asText(customer.Id) ?? "";
  await bench.bookkeeper({ do: "deactivate", entity: "Customer", id });
  await bench.bookkeeper({ do: "activate", entity: "Customer", id });
  await bench.subscribe({ deactivation: "delete" });
  await bench.bookkeeper({ do: "deactivate", entity: "Customer", id });
  await bench.bookkeeper({ do: "close-books", date: "2020-12-31" });
  await bench.bookkeeper({ do: "create-tax-code", name: "County", percent: 2 });
  await bench.settled();
  expect(bench.listener.types()).toEqual([
    `qbo.customer.created.v1 ${id}`,
    `qbo.customer.updated.v1 ${id}`,
    `qbo.customer.updated.v1 ${id}`,
    `qbo.customer.deleted.v1 ${id}`,
    "qbo.preferences.updated.v1 1",
  ]);
});

it("6.3 nothing is told of a refused write", async () => {
  await bench.subscribe();
  expect(await bench.books.refusal("invoice", { CustomerRef: { value: "999" }, Line: [line(1)] })).toBe("2500");
  expect((await bench.door("")).body).toMatchObject({ idle: true, deliveries: [] });
});
