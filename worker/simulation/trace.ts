// What happened, line by line, so that two runs of one seed can be compared and one can be read.
import { createHash } from "node:crypto";

const MADE_ANEW = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b9\d{14}\b/g;

/** Ids that are new in every run are called by the order in which they appear. */
export class Trace {
  private readonly kept: string[] = [];
  private readonly names = new Map<string, string>();
  private readonly hash = createHash("sha256");

  note(atMs: number, line: string): void {
    const spelled = `${atMs} ${line.replaceAll(MADE_ANEW, (id) => this.nameOf(id))}`;
    this.kept.push(spelled);
    this.hash.update(`${spelled}\n`);
  }

  get lines(): readonly string[] {
    return this.kept;
  }

  digest(): string {
    return this.hash.copy().digest("hex");
  }

  private nameOf(id: string): string {
    const known = this.names.get(id);
    if (known !== undefined) return known;
    const name = `#${this.names.size + 1}`;
    this.names.set(id, name);
    return name;
  }
}
