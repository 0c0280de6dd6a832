// Can a person do in the browser what repairs the demo's causes, and only from the simulator's own pages?
import { afterAll, beforeAll, expect, it } from "vitest";
import { asText } from "./json.ts";
import { line, openBooks, type Books } from "./test-client.ts";

let books: Books;
beforeAll(async () => {
  books = await openBooks({ template: "harbor-line", name: "Harbor <Line>" });
});
afterAll(() => books.simulator.close());

const app = () => `${books.simulator.url}/app/company/${books.realm}`;
async function act(form: Record<string, string>, origin?: string): Promise<{ status: number; query: URLSearchParams }> {
  const response = await fetch(`${app()}/act`, {
    method: "POST",
    body: new URLSearchParams(form),
    redirect: "manual",
    ...(origin === undefined ? {} : { headers: { origin } }),
  });
  return {
    status: response.status,
    query: new URL(response.headers.get("location") ?? "/", books.simulator.url).searchParams,
  };
}

it("shows companies and lists with names made safe", async () => {
  const home = await (await fetch(books.simulator.url)).text();
  expect(home).toContain("Simulated QuickBooks");
  expect(home).toContain("Harbor &lt;Line&gt;");
  for (const list of ["Customer", "Vendor", "Item", "Term", "Class", "Invoice", "Payment", "Preferences"]) {
    const page = await fetch(`${app()}?list=${list}`);
    expect(page.status).toBe(200);
  }
  expect(await (await fetch(`${app()}?list=Item`)).text()).toContain("Make it a service: Accessorials");
});

it("adds what is missing, makes names active again and moves the closing date", async () => {
  expect((await act({ list: "Item", do: "create-item", name: "Detention" })).query.get("done")).toBe("Saved.");
  await act({ do: "create-term", name: "Net 21", dueDays: "21" });
  await act({ do: "create-class", name: "Oakland" });
  await act({ do: "create-payment-method", name: "Comdata" });
  await act({ do: "activate", entity: "Item", id: await books.idOf("Item", "Lumper (deleted)") });
  await act({ do: "item-type", id: await books.idOf("Item", "Accessorials"), to: "Service" });
  await act({
    do: "rename",
    entity: "Vendor",
    id: await books.idOf("Vendor", "Blue Anchor Logistics"),
    to: "Blue Anchor Logistics (V)",
  });
  const customer = await books.write("customer", { DisplayName: "Blue Anchor Logistics" });
  const sale = {
    CustomerRef: { value: customer.Id },
    TxnDate: "2026-08-28",
    SalesTermRef: { value: await books.idOf("Term", "Net 21") },
    ClassRef: { value: await books.idOf("Class", "Oakland") },
    Line: await Promise.all(
      ["Detention", "Lumper", "Accessorials"].map(async (item) =>
        line(5, { ItemRef: { value: await books.idOf("Item", item) } }),
      ),
    ),
  };
  expect(await books.refusal("invoice", sale)).toBe("6210");
  await act({ do: "set-preference", "preference.bookCloseDate": "" });
  expect(await books.write("invoice", sale)).toMatchObject({ TotalAmt: 15, DueDate: "2026-09-18" });
});

it("renumbers and deletes an invoice and shows one through its deep link", async () => {
  const [made] = await books.rows("select * from Invoice where DocNumber = 'HL-10027'");
  const id = asText(made?.Id) ?? "";
  const link = await fetch(`${books.simulator.url}/app/invoice?txnId=${id}&companyId=${books.realm}`);
  expect(await link.text()).toContain("Golden Gate Furniture");
  await act({ list: "Invoice", do: "renumber", entity: "Invoice", id, to: "HL-10027-H" });
  expect(await books.read(`invoice/${id}`)).toMatchObject({ DocNumber: "HL-10027-H", SyncToken: "1" });
  await act({ list: "Invoice", do: "delete", entity: "Invoice", id });
  expect((await fetch(`${books.simulator.url}/app/invoice?txnId=${id}`)).status).toBe(404);
});

it("says what QuickBooks refuses and takes nothing from other sites", async () => {
  expect((await act({ list: "Class", do: "create-class", name: "Oakland" })).query.get("problem")).toContain(
    "already exists",
  );
  expect((await act({ do: "create-class", name: "Evil" }, "http://evil.example")).status).toBe(403);
  expect(await books.idOf("Class", "Evil")).toBe("0");
});
