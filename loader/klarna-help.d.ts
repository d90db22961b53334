/**
 * Klarna Help: the public surface of klarna-help.js.
 *
 * `window.KlarnaHelp` is both a function, `KlarnaHelp('open')`, and an object with the same commands as
 * methods, `KlarnaHelp.open()`. Until the script has loaded it may be the page's own queueing stub, which
 * takes the function form only (docs/embedding.md). No command throws.
 */

/** How the widget is set up. On the script tag these are `data-client-id`, `data-locale` and so on. */
export interface KlarnaHelpConfig {
  /** The client id that Klarna gave the shop. The only one that is required. */
  clientId: string;
  /** A BCP 47 tag, such as `sv-SE`. Default: `en-GB`. */
  locale?: string;
  /** Default: `production`. Any other name counts as `playground`: its cases are marked as tests. */
  environment?: 'production' | 'playground';
  /** `frame` (default): the app in a cross-origin frame. `inline`: in a shadow root of the page; for Klarna's own pages. */
  mount?: 'frame' | 'inline';
  // On the script tag alone: `data-label` (the word on the launcher), `data-prefetch="idle"` (load the app when idle).
}

/**
 * What the page knows that chooses and fills in help. It is shown to the customer before anything is sent.
 * This is the whole list: another field, or a value of another type, is dropped with an `error` event.
 * Strings have at most 200 characters.
 */
export interface KlarnaHelpContext {
  /** What kind of page this is, such as `checkout` or `order`. */
  page?: string;
  topic?: string;
  /** The shop's order number, as the customer knows it. */
  orderId?: string;
  merchantReference?: string;
  /** In minor units: `8900` is 89.00. An integer. */
  amount?: number;
  /** ISO 4217, such as `GBP`. */
  currency?: string;
  /** Such as `declined`. */
  paymentStatus?: string;
  /** Such as `card_declined`. */
  errorCode?: string;
  /** Such as `refund_pending`. */
  orderState?: string;
  /** `YYYY-MM-DD`. */
  dueDate?: string;
}

/** A screen: home, contact options, the case form, an article, a guided flow, or a search. */
export type KlarnaHelpTarget = 'home' | 'contact' | 'case' | `article:${string}` | `flow:${string}` | `search:${string}`;

/**
 * - `frame-timeout`: the app was not heard from within 15 s. The panel offers a retry and plain links, as for the next three.
 * - `frame-refused`: the frame was loaded, yet did not speak: most often the page's CSP has no `frame-src` for it.
 * - `app-failed`: the inline app could not be imported or started.
 * - `offline`: one of the above, while the browser is offline.
 * - `wasm-failed`: the frame is there, but the app in it could not start or has crashed. The frame shows a plain panel.
 * - `unknown-command`: there is no command of the name in `field`.
 * - `context-unknown-field`: `context()` was given a field, named in `field`, that is not on the list or not of its type.
 * - `unknown-target`: `navigate` was given a place that does not exist.
 * - `portal-down`, `portal-slow`, `portal-garbled`: the app is there, its content did not come. It offers a retry.
 */
export type KlarnaHelpErrorCode =
  | 'frame-timeout'
  | 'frame-refused'
  | 'app-failed'
  | 'offline'
  | 'wasm-failed'
  | 'unknown-command'
  | 'context-unknown-field'
  | 'unknown-target'
  | 'portal-down'
  | 'portal-slow'
  | 'portal-garbled';

/** Events and their data: slugs, codes and counts; never personal data, a case ID, or anything typed. */
export interface KlarnaHelpEvents {
  /** The panel has opened. */
  open: undefined;
  /** The panel has closed. What the customer did in it is kept. */
  close: undefined;
  /** The app has been drawn. Again after a retry. */
  ready: undefined;
  error: { code: KlarnaHelpErrorCode | (string & {}); field?: string };
  /** Another screen shows: `home`, `article`, `flow`, `contact`, `case-form`, `receipt` or `case`. */
  navigate: { screen: string };
  /** A result was chosen; how many there were. */
  search: { count: number };
  'article-view': { slug: string };
  'flow-start': { slug: string };
  'flow-step': { slug: string; step: string };
  'flow-outcome': { slug: string; outcome: string };
  /** The case form was opened. */
  'case-draft': { category?: string };
  /** The customer pressed send. */
  'case-submit': { category?: string };
  /** The portal has stored the case. */
  'case-receipt': { category?: string };
  /** Sending failed; nothing is lost. `offline`, `portal-…`, or a problem code of the portal. */
  'case-error': { code: string };
  /** A case was seen in another state. */
  'case-update': { state: string };
}

export type KlarnaHelpHandler<Data> = (data: Data) => unknown;

export interface KlarnaHelpInfo {
  /** The build, the same as in the frame's URL. */
  version: string;
  clientId: string;
  locale: string;
  environment: string;
  mount: 'frame' | 'inline';
  state: 'idle' | 'loading' | 'ready' | 'failed';
  open: boolean;
}

/** The commands. `KlarnaHelp.open()` and `KlarnaHelp('open')` are the same. */
export interface KlarnaHelpCommands {
  /**
   * Starts the widget, which the script tag does by itself. While it runs this only makes sure that the launcher
   * is in the page. After `destroy()` it starts anew, with the earlier configuration where none is given.
   */
  init(config?: Partial<KlarnaHelpConfig>): void;
  /** Removes everything: element, frame, listeners, handlers and the global. Only `init` works from then on. */
  destroy(): void;
  /** Opens the panel, and loads the app if that has not begun. */
  open(): void;
  close(): void;
  toggle(): void;
  /** Opens the panel on a screen. */
  navigate(to: KlarnaHelpTarget): void;
  /** Opens the panel with a search. */
  search(text: string): void;
  /** Adds to what the app knows about the page; fields given earlier stay. */
  context(fields: KlarnaHelpContext): void;
  /** Handles an event; returns the function that stops it. What a handler throws is logged and goes no further. */
  on<Name extends keyof KlarnaHelpEvents>(name: Name, handler: KlarnaHelpHandler<KlarnaHelpEvents[Name]>): () => void;
  on(name: string, handler: KlarnaHelpHandler<any>): () => void;
  /** Stops one handler of an event, or all of them. */
  off(name: string, handler?: KlarnaHelpHandler<any>): void;
  /** Resolves, and calls back, once the app has been drawn. Does not load it. */
  ready(callback?: () => unknown): Promise<unknown>;
  info(): KlarnaHelpInfo;
}

/** The function form: `KlarnaHelp('navigate', 'flow:refund-missing')`. Returns what the method would. */
export interface KlarnaHelp extends KlarnaHelpCommands {
  <Command extends keyof KlarnaHelpCommands>(
    command: Command,
    ...rest: Parameters<KlarnaHelpCommands[Command]>
  ): ReturnType<KlarnaHelpCommands[Command]>;
  /** On the page's queueing stub only: the calls made before the script had loaded. */
  q?: ArrayLike<unknown>[];
}

/**
 * The element that the launcher and the panel are drawn in. The script adds one to the body unless the page has one.
 *
 * @csspart launcher - The button.
 * @csspart panel - The dialog.
 * @cssproperty --kh-accent - The buttons' background. Default: `#ffa8cd`.
 * @cssproperty --kh-on-accent - The buttons' text and icon. Default: `#000`.
 * @fires klarna-help:open
 * @fires klarna-help:close
 * @fires klarna-help:ready
 * @fires klarna-help:error
 */
export interface KlarnaHelpElement extends HTMLElement {}

declare global {
  interface Window {
    KlarnaHelp?: KlarnaHelp;
  }
  /** Absent before the script (or the page's stub) has run, and after `destroy()`. */
  var KlarnaHelp: KlarnaHelp | undefined;
  interface HTMLElementTagNameMap {
    'klarna-help': KlarnaHelpElement;
  }
  interface GlobalEventHandlersEventMap {
    'klarna-help:open': CustomEvent<null>;
    'klarna-help:close': CustomEvent<null>;
    'klarna-help:ready': CustomEvent<null>;
    'klarna-help:error': CustomEvent<KlarnaHelpEvents['error']>;
  }
}
