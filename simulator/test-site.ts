// How does a test open the simulated QuickBooks' pages and post their forms, as a browser would?
import { expect } from "vitest";
import { asText, type Row } from "./json.ts";
import { line, openBooks, type Books } from "./test-client.ts";

export type Page = { status: number; text: string; words: string; headers: Headers };

export const idOf = (row: Row): string => asText(row.Id) ?? "";

/** The pages of one connected company, and its books through the API beside them. */
export class Site {
  books: Books;

  private constructor(books: Books) {
    this.books = books;
  }

  static async open(): Promise<Site> {
    const name = "Harbor & <Line>";
    return new Site(await openBooks({ template: "harbor-line", name, preferences: { bookCloseDate: null } }));
  }

  get company(): string {
    return `/app/company/${this.books.realm}`;
  }

  /** A page with its text as a reader sees it; redirects are followed. */
  async open(path: string): Promise<Page> {
    const response = await fetch(`${this.books.simulator.url}${path}`);
    const text = await response.text();
    const words = text
      .replace(/<style>.*?<\/style>/s, "")
      .replaceAll(/<[^>]*>/g, " ")
      .replaceAll(/\s+/g, " ");
    return { status: response.status, text, words, headers: response.headers };
  }

  /** Posts a form and opens the page it leads to. */
  async act(form: Record<string, string>): Promise<Page> {
    const response = await fetch(`${this.books.simulator.url}${this.company}/act`, {
      method: "POST",
      body: new URLSearchParams(form),
      redirect: "manual",
    });
    expect(response.status).toBe(303);
    return this.open(response.headers.get("location") ?? "");
  }

  customer(name: string): Promise<Row> {
    return this.books.write("customer", { DisplayName: name });
  }

  invoiceOf(who: Row, amount: number, more: Row = {}): Promise<Row> {
    return this.books.write("invoice", { CustomerRef: { value: idOf(who) }, Line: [line(amount)], ...more });
  }

  deep(page: string, row: Row, parameter = "txnId", company = "companyId"): string {
    return `/app/${page}?${parameter}=${idOf(row)}&${company}=${this.books.realm}`;
  }
}
