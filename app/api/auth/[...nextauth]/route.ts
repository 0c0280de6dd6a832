// Where do next-auth's own requests arrive? Sign-in, its callback from an identity provider, sign-out.
import NextAuth from "next-auth";
import type { NextRequest } from "next/server";

import { authOptions } from "#app/_session/auth.ts";

type Context = { readonly params: Promise<{ nextauth: string[] }> };

// Per request: the options come from the environment, which the build does not have.
async function handle(request: NextRequest, context: Context): Promise<Response> {
  return (await NextAuth(request as never, context as never, authOptions())) as Response;
}

export { handle as GET, handle as POST };
