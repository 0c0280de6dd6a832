// How may a library that writes a <style> element (the scroll lock of dialogs) do so under the strict content policy?

/**
 * Gives style-writing libraries the nonce of this document. They look for the global `__webpack_nonce__`.
 * The nonce is read from a script that carries it: the policy of the first document stays in force through client
 * navigation, so a nonce from a later render would be the wrong one. Does nothing on the server.
 */
export function adoptStyleNonce(): void {
  if (typeof document === "undefined") return;
  const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
  if (nonce) Object.assign(globalThis, { __webpack_nonce__: nonce });
}
