// How does next-auth know a person, and what does its cookie carry? Only the id of a row in `sessions`.
import type { NextAuthOptions, Profile, User } from "next-auth";
import { decode } from "next-auth/jwt";
import type { OAuthConfig } from "next-auth/providers/oauth";
import CredentialsProvider from "next-auth/providers/credentials";

import { SignIn } from "#lib/access/people.ts";
import { webEnv } from "#lib/env.ts";
import { log } from "#lib/log.ts";
import { sessionDays, signIn, signInVouched, signOut } from "#lib/operations/sign-in.ts";
import { Refusal } from "#lib/refusal.ts";

import { clientAddress } from "./address.ts";
import { bugSentence } from "./bug.ts";
import { world } from "./world.ts";

const SESSION_SECONDS = sessionDays * 86_400;

/** A person as next-auth hands them from provider to token. */
type Entering = User & { sessionId?: string };

/** True when people reach us by https: cookies are then marked Secure and named so. */
function isSecure(): boolean {
  return webEnv().NEXTAUTH_URL.startsWith("https:");
}

/** Names of the session cookie; next-auth's own. */
export function sessionCookieName(): string {
  return isSecure() ? "__Secure-next-auth.session-token" : "next-auth.session-token";
}

/** How the session cookie is set; a browser takes it back only when these are the same. */
export function sessionCookieOptions() {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() } as const;
}

/** The session id inside a cookie; null when it is not ours, was changed, or is too old. */
export async function sessionIdOf(cookie: string): Promise<string | null> {
  try {
    const token = await decode({ token: cookie, secret: webEnv().NEXTAUTH_SECRET });
    return typeof token?.sid === "string" ? token.sid : null;
  } catch {
    // A cookie of another installation on the same host, or a forged one: nobody is signed in.
    return null;
  }
}

/** next-auth's options, made from the environment. */
export function authOptions(): NextAuthOptions {
  const { NEXTAUTH_SECRET } = webEnv();
  const oidc = oidcProvider();
  return {
    secret: NEXTAUTH_SECRET,
    useSecureCookies: isSecure(),
    cookies: {
      sessionToken: { name: sessionCookieName(), options: sessionCookieOptions() },
    },
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    jwt: { maxAge: SESSION_SECONDS },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    providers: [passwordProvider(), ...(oidc ? [oidc] : [])],
    callbacks: {
      signIn: async ({ user, account, profile }) => {
        if (account?.type !== "oauth") return true;
        return await enterVouched(user, profile);
      },
      // The token forgets everything else: names, roles and tenants are read anew with each request.
      jwt: ({ token, user }) => {
        const sid = (user as Entering | undefined)?.sessionId ?? token.sid;
        return typeof sid === "string" ? { sid } : {};
      },
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid === "string") await signOut(world(), token.sid);
      },
    },
    logger: {
      error: (code, metadata) => log.error({ code, metadata }, "sign-in machinery failed"),
      warn: (code) => log.warn({ code }, "sign-in machinery warns"),
      debug: () => {},
    },
  };
}

/** What the sign-in page calls the identity provider; null when there is none. */
export function oidcName(): string | null {
  const { OIDC_ISSUER, OIDC_NAME } = webEnv();
  return OIDC_ISSUER ? (OIDC_NAME ?? new URL(OIDC_ISSUER).hostname) : null;
}

function passwordProvider() {
  return CredentialsProvider({
    id: "password",
    name: "E-mail and password",
    credentials: { email: { type: "email" }, password: { type: "password" } },
    authorize: async (credentials, request) => {
      const parsed = SignIn.safeParse(credentials);
      if (!parsed.success) throw new Error(parsed.error.issues[0]?.message ?? "Write e-mail address and password.");
      const headers = new Headers(request.headers as Record<string, string>);
      const entering = await sayingWhyNot(() => signIn(world(), parsed.data, clientAddress(headers)));
      return { id: entering.userId, sessionId: entering.sessionId };
    },
  });
}

function oidcProvider(): OAuthConfig<Profile> | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = webEnv();
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET) return null;
  return {
    id: "oidc",
    name: oidcName() ?? "OpenID Connect",
    type: "oauth",
    wellKnown: `${OIDC_ISSUER.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    authorization: { params: { scope: "openid email profile" } },
    profile: (profile) => ({ id: profile.sub ?? "", email: profile.email ?? null }),
  };
}

/** Lets in a person the identity provider vouches for, or leads back to the sign-in page with the reason's code. */
async function enterVouched(user: Entering, profile: Profile | undefined): Promise<true | string> {
  const { email_verified: verified } = (profile ?? {}) as { email_verified?: unknown };
  try {
    const isVerified = (verified === true || verified === "true") && Boolean(profile?.email);
    const entering = await signInVouched(world(), { email: profile?.email ?? "", isVerified });
    user.sessionId = entering.sessionId;
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) {
      // next-auth would write the accident's own text into the address of the sign-in page.
      log.error({ err: error }, "sign-in through the identity provider failed");
      return "/sign-in?error=Callback";
    }
    const isVerified = verified === true || verified === "true";
    return `/sign-in?error=${isVerified ? "oidc-unknown" : "oidc-unverified"}`;
  }
}

/** next-auth shows an error's message to the browser: a refusal's sentence may pass, anything else is a number. */
async function sayingWhyNot<T>(enter: () => Promise<T>): Promise<T> {
  try {
    return await enter();
  } catch (error) {
    if (error instanceof Refusal) throw new Error(error.message, { cause: error });
    throw new Error(bugSentence(error, "sign-in failed"), { cause: error });
  }
}
