// How many calls lie inside the last minute or second?

/** Times of calls, oldest first; sliding, or starting afresh at each full length. */
export class Window {
  private times: number[] = [];
  private first = 0;

  /** Calls inside the window that is open at `now`. */
  count(now: number, lengthMs: number, fixed: boolean): number {
    const begin = fixed ? Math.floor(now / lengthMs) * lengthMs : now - lengthMs;
    let time = this.times[this.first];
    while (time !== undefined && (fixed ? time < begin : time <= begin)) {
      this.first += 1;
      time = this.times[this.first];
    }
    if (this.first > 1024) {
      this.times = this.times.slice(this.first);
      this.first = 0;
    }
    return this.times.length - this.first;
  }

  add(now: number): void {
    this.times.push(now);
  }
}
