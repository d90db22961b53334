import type { KlarnaHelp, KlarnaHelpConfig } from './types.js';

export type * from './types.js';

/** The configuration of the widget, and where its script comes from. */
export interface KlarnaHelpLoadConfig extends KlarnaHelpConfig {
  /**
   * The portal's origin, `https://help.example.com`, which gets the latest release, or the full address of a script, such as
   * that of a pinned release.
   */
  src: string;
  /** The hash of a pinned release (`sha384-…`), from its `manifest.json`. */
  integrity?: string;
  /** The nonce of the page's policy, where it has one without `strict-dynamic`. */
  nonce?: string;
  /** Default: `anonymous` with `integrity`, else none. */
  crossOrigin?: 'anonymous' | 'use-credentials';
}

/**
 * - `no-client-id`, `bad-src`: mend the call.
 * - `load-failed`: the script did not come: offline, refused by the page's policy, or not what `integrity` says.
 * - `not-klarna-help`: what came is something else.
 * - `other-client`: the page has another client already.
 * - `trusted-types`: the page lets no script add a script; put the tag into the markup.
 */
export type KlarnaHelpLoadErrorCode =
  | 'no-client-id'
  | 'bad-src'
  | 'load-failed'
  | 'not-klarna-help'
  | 'other-client'
  | 'trusted-types';

/** Why the widget could not be loaded. */
export class KlarnaHelpLoadError extends Error {
  constructor(code: KlarnaHelpLoadErrorCode, what: string, next: string);
  readonly code: KlarnaHelpLoadErrorCode;
  /** What to do, in words. */
  readonly next: string;
}

/**
 * Loads the widget, once: adds its script tag, or uses the one in the page. Resolves with the commands; on a server with
 * `null`, having loaded nothing. Rejects with a `KlarnaHelpLoadError`; then it may be called again. The configuration of
 * the first call holds (`config()` changes it); after `destroy()` a call starts the widget anew with its own.
 */
export function loadKlarnaHelp(config: KlarnaHelpLoadConfig): Promise<KlarnaHelp | null>;

/**
 * The function form of the commands, from now on: what is called before the script is there waits in a queue. It loads
 * nothing. Where the widget runs already, that is returned; on a server, a function that does nothing.
 */
export function createQueue(): KlarnaHelpQueue;

/** `queue('context', { page: 'checkout' })`. What a command returns is there only once the widget runs. */
export type KlarnaHelpQueue = <Command extends keyof import('./types.js').KlarnaHelpCommands>(
  command: Command,
  ...rest: Parameters<import('./types.js').KlarnaHelpCommands[Command]>
) => unknown;
