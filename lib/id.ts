// Ids: time-ordered 128-bit values made in the application (UUID version 7, RFC 9562), clock and chance passed in.

export type Chance = (bytes: number) => Uint8Array;
export type Clock = () => Date;

/** Makes a UUIDv7 from a moment (milliseconds since 1970) and ten random bytes. */
export function idFrom(atMs: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  let rest = atMs;
  for (let index = 5; index >= 0; index--) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * A maker of ids that only ever grow: within one millisecond by a 12-bit counter (RFC 9562, section 6.2, method 1), and
 * when the clock steps back by staying where it was. "The newest" may therefore be asked of the id alone.
 */
export function growingIds(): (atMs: number, random: Uint8Array) => string {
  let lastMs = 0;
  let counter = 0;
  return (atMs, random) => {
    counter = atMs > lastMs ? 0 : counter + 1;
    lastMs = Math.max(lastMs, atMs);
    if (counter > 0xfff) {
      lastMs += 1;
      counter = 0;
    }
    const bytes = Uint8Array.from(random);
    bytes[0] = counter >> 8;
    bytes[1] = counter & 0xff;
    return idFrom(lastMs, bytes);
  };
}
