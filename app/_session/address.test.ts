// Whose tries are counted together, and can a client choose its own name?
import { beforeEach, describe, expect, test, vi } from "vitest";

import { SOCKET_ADDRESS_HEADER } from "./socket-address-header.ts";

beforeEach(() => {
  vi.resetModules();
  vi.unstubAllEnvs();
  vi.stubEnv("DATABASE_APP_URL", "postgres://a:b@127.0.0.1/c");
  vi.stubEnv("TIEOUT_SECRET", "x".repeat(32));
});

async function addressOf(headers: Record<string, string>): Promise<string> {
  const { clientAddress } = await import("./address.ts");
  return clientAddress(new Headers({ [SOCKET_ADDRESS_HEADER]: "10.0.0.9", ...headers }));
}

describe("client address", () => {
  test("without a proxy of ours, what the client says about itself does not count", async () => {
    expect(await addressOf({ "x-forwarded-for": "1.2.3.4" })).toBe("10.0.0.9");
  });

  test("behind a proxy of ours, the entry it added counts, not those the client wrote before it", async () => {
    vi.stubEnv("TIEOUT_TRUST_PROXY", "1");
    expect(await addressOf({ "x-forwarded-for": "9.9.9.9, 1.2.3.4" })).toBe("1.2.3.4");
    expect(await addressOf({})).toBe("10.0.0.9");
  });

  test.each([
    ["127.0.0.1", "127.0.0.1"],
    ["::ffff:10.1.2.3", "10.1.2.3"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2::7", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
  ])("%s is counted as %s", async (address, network) => {
    const { networkOf } = await import("./address.ts");
    expect(networkOf(address)).toBe(network);
  });
});
