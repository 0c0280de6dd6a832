// Are ids well-formed, in the order of time, and made of nothing but what was passed in?
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { growingIds, idFrom } from "./id.ts";

const moments = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const random = fc.uint8Array({ minLength: 10, maxLength: 10 });

test("an id is a version 7 UUID of its moment", () => {
  // RFC 9562, appendix A.6: 2022-02-22 14:22:22.000 at UTC-5, rand_a CC3, rand_b 18C4DC0C0C07398F.
  const bytes = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
  expect(idFrom(0x017f22e279b0, bytes)).toBe("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
});

test("whatever the moment and the chance, version and variant are right", () => {
  fc.assert(
    fc.property(moments, random, (at, bytes) => {
      expect(idFrom(at, bytes)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }),
  );
});

test("a later moment sorts later, whatever the chance", () => {
  fc.assert(
    fc.property(moments, moments, random, random, (one, other, left, right) => {
      fc.pre(one < other);
      expect(idFrom(one, left) < idFrom(other, right)).toBe(true);
    }),
  );
});

test("the same moment and chance make the same id, another chance another", () => {
  const zeros = new Uint8Array(10);
  const ones = new Uint8Array(10).fill(1);
  expect(idFrom(5, zeros)).toBe(idFrom(5, zeros));
  expect(idFrom(5, zeros)).not.toBe(idFrom(5, ones));
});

describe("growing ids", () => {
  const chance = () => new Uint8Array(10).fill(0xff);

  test("grow within one millisecond, past the counter's end, and when the clock steps back", () => {
    const next = growingIds();
    const made = Array.from({ length: 5_000 }, () => next(1_000, chance()));
    made.push(next(900, chance()), next(5_000, chance()));
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
  });

  test("two makers differ by their random part", () => {
    const [one, other] = [growingIds(), growingIds()];
    expect(one(1_000, chance())).not.toBe(other(1_000, new Uint8Array(10)));
  });
});
