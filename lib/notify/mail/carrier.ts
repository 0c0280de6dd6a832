// How does a mail leave? By SMTP, to the server the environment names.
import { createTransport } from "nodemailer";

import { env } from "#lib/env.ts";

export type MailServer = { readonly smtpUrl: string; readonly from: string };

export type Mail = {
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same for each try, so that a mail server or reader can tell a copy. */
  readonly messageId: string;
};

export type Posted =
  | { readonly is: "sent" }
  /** The server did not take it: it may be tried again. */
  | { readonly is: "failed"; readonly why: string }
  /** The server got all of it and was not heard again: nobody knows whether it goes on. */
  | { readonly is: "unsure"; readonly why: string };

/** The server that the environment names; null when it names none. */
export function mailServer(): MailServer | null {
  const { SMTP_URL: smtpUrl, MAIL_FROM: from } = env();
  return smtpUrl && from ? { smtpUrl, from } : null;
}

const LIMITS_MS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, dnsTimeout: 10_000 };
const WHY_MAX = 300;

/** Sends a mail. Never throws. */
export async function sendMail({ smtpUrl, from }: MailServer, mail: Mail): Promise<Posted> {
  const road = watched();
  const transport = createTransport({
    url: smtpUrl,
    ...LIMITS_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: road.logger,
    transactionLog: true,
  });
  try {
    await transport.sendMail({ ...mail, from, headers: { "Auto-Submitted": "auto-generated" } });
    return { is: "sent" };
  } catch (error) {
    const { message, responseCode } = error as { message?: unknown; responseCode?: unknown };
    const why = String(message).slice(0, WHY_MAX);
    // A refusal in so many words is one at any time; a connection that breaks is one only until the text was asked for.
    const isHeard = typeof responseCode === "number";
    return isHeard || !road.isAskedForText() ? { is: "failed", why } : { is: "unsure", why };
  } finally {
    transport.close();
  }
}

/** Listens to what is said on the way, because an error does not tell how far it came. Nothing of it is kept: it holds the password. */
function watched() {
  let isAsked = false;
  const deaf = () => {};
  const listen = (about: unknown, said: unknown) => {
    const isServer = (about as { tnx?: unknown } | null)?.tnx === "server";
    if (isServer && typeof said === "string" && said.startsWith("354")) isAsked = true;
  };
  const logger = { trace: deaf, debug: listen, info: deaf, warn: deaf, error: deaf, fatal: deaf };
  return { logger, isAskedForText: () => isAsked };
}
