/**
 * Klarna Help: the public surface of klarna-help.js. One source: `cargo xtask sdk` writes the tables of
 * docs/embedding.md and the types of packages/ from this file.
 *
 * `window.KlarnaHelp` is both a function, `KlarnaHelp('open')`, and an object with the same commands as
 * methods, `KlarnaHelp.open()`. Until the script has loaded it may be the page's own queueing stub, which
 * takes the function form only (docs/embedding.md). No command throws: what cannot be done is an `error` event.
 *
 * Tags read by the generator, beside the usual ones: `@attribute` on the script tag, `@loads` loads the app,
 * `@remedy` what to do, `@reserved` not there yet.
 */

/** How the widget is set up: attributes of the script tag, or the same names for `init` and `config`. */
export interface KlarnaHelpConfig {
  /**
   * The client id that Klarna gave the shop. The page's origin must be registered for it. The only key that is
   * required.
   * @attribute data-client-id
   */
  clientId: string;
  /**
   * A BCP 47 tag, such as `sv-SE`. One that the client does not offer gets the nearest it does.
   * @attribute data-locale
   * @default the language of the page (`<html lang>`), else the browser's
   */
  locale?: string;
  /**
   * `production` or `playground`, whose cases are marked as tests. Any other name counts as `playground`.
   * @attribute data-environment
   * @default production
   */
  environment?: 'production' | 'playground';
  /**
   * `frame`: the app in a cross-origin frame. `inline`: in a shadow root of the page; the client must be allowed it.
   * @attribute data-mount
   * @default frame
   */
  mount?: 'frame' | 'inline';
  /**
   * The word on the launcher.
   * @attribute data-label
   * @default the locale's word for Help
   */
  label?: string;
  /**
   * `idle`: load the app when the browser is idle, not on intent. Costs every visitor what otherwise only those pay
   * who want help.
   * @attribute data-prefetch
   */
  prefetch?: 'idle';
  /**
   * `auto` follows the customer's system; `light` or `dark` where the page itself has only one.
   * @attribute data-theme
   * @default auto
   */
  theme?: KlarnaHelpTheme;
  /**
   * `button`: icon and word. `icon`: the icon; the word stays its name for screen readers. `none`: no launcher; open
   * help by a command, or by an element of yours.
   * @attribute data-launcher
   * @default button
   */
  launcher?: 'button' | 'icon' | 'none';
  /**
   * The side of the window that launcher and panel stand on, as the page reads: `end` is right, and left where the
   * page reads from right to left.
   * @attribute data-side
   * @default end
   */
  side?: 'start' | 'end';
  /**
   * The distance from the window's edges: a CSS length.
   * @attribute data-offset
   * @default 20px
   */
  offset?: string;
  /**
   * The z-index of launcher and panel: an integer.
   * @attribute data-z-index
   * @default 999000
   */
  zIndex?: number;
  /**
   * No launcher where the window is at most 640 pixels wide.
   * @attribute data-hide-small
   * @default false
   */
  hideSmall?: boolean;
  /**
   * What the page can do when a guide's outcome offers it: a list, with spaces between its words in the attribute. Each
   * shows as a button; its press is a `flow-outcome` event with the `action`, which the page then does. Name only what
   * works on this page, before help is opened.
   * @attribute data-actions
   */
  actions?: KlarnaHelpAction[];
}

/**
 * Something a page can do for the customer: begin the payment again, show the ways to pay, show the order, show the
 * customer's account.
 */
export type KlarnaHelpAction = 'retry-payment' | 'choose-method' | 'open-order' | 'open-account';

export type KlarnaHelpTheme = 'auto' | 'light' | 'dark';

/**
 * What the page knows that chooses and fills in help. It is shown to the customer before anything is sent.
 * This is the whole list: another field, or a value of another type, is dropped with an `error` event
 * (`context-unknown-field`). Strings have at most 200 characters. `null` takes a field back.
 */
export interface KlarnaHelpContext {
  /** What kind of page this is: `checkout`, `order`, `account`. */
  page?: string | null;
  /** A topic that your content names: `refund`. */
  topic?: string | null;
  /** The shop's order number, as the customer knows it. */
  orderId?: string | null;
  /** The shop's own reference of the payment. */
  merchantReference?: string | null;
  /** In minor units: `8900` is 89.00. An integer. */
  amount?: number | null;
  /** ISO 4217: `GBP`. */
  currency?: string | null;
  /** How the payment stands: `declined`, `error`, `pending`, `paid`. */
  paymentStatus?: string | null;
  /** What the checkout was told: `card_declined`, `insufficient_funds`, `expired_card`, `3ds_failed`. */
  errorCode?: string | null;
  /** How the order stands: `shipped`, `delivered`, `returned`, `refund_pending`, `cancelled`. */
  orderState?: string | null;
  /** When a payment is due: `YYYY-MM-DD`. */
  dueDate?: string | null;
}

/**
 * Fields of the case form, filled in for the customer, who sees and may change them. Nothing is sent by this, and what
 * the customer has edited stays. If one is longer than its limit none is taken.
 */
export interface KlarnaHelpPrefill {
  /** What it is about, such as `payment-declined` or `refund-missing`. One that does not exist is left out. */
  category?: string;
  /** At most 254 characters. */
  email?: string;
  /** At most 64 characters. */
  orderId?: string;
  /** At most 5,000 characters. */
  description?: string;
}

/**
 * Who the customer is: a short-lived token, signed by your server, or a function that gets one. The function is asked once
 * the app has been loaded, and again when its token has ended. A token has at most 4,096 characters; it goes to the app by
 * message, never in a URL, and is not stored.
 */
export type KlarnaHelpIdentity = { token: string } | { getToken: () => string | Promise<string> };

/** What the customer has agreed to on your page: all of it each time. A key that is not given counts as not said. */
export interface KlarnaHelpConsent {
  /**
   * `false`: nothing is kept on the device, and what was is removed. Not said: a case or a draft is, if the customer asks for
   * it. `true`: drafts and the last five searches are kept without asking.
   */
  storage?: boolean;
  /** `true`: a vote says on what kind of page and which way through a guide it was given. Votes are counted without a name. */
  analytics?: boolean;
}

/**
 * A place in help: home, ways to reach a person, the case form, the customer's cases, an article, a guide, a search.
 */
export type KlarnaHelpTarget =
  | 'home'
  | 'contact'
  | 'case'
  | 'cases'
  | `article:${string}`
  | `flow:${string}`
  | `search:${string}`;

/** Error codes, and what `field` says with each: a name, or nothing. Each is also a `console.warn`. */
export interface KlarnaHelpErrors {
  /**
   * The app was not heard from within 15 s.
   * @remedy Nothing, if it is rare: the customer has a retry and plain links. Often: see `diagnose()`.
   */
  'frame-timeout': undefined;
  /**
   * The frame was loaded, yet did not speak: it was refused.
   * @remedy Register the page's origin for the client, and allow the portal in `frame-src`.
   */
  'frame-refused': undefined;
  /**
   * The inline app could not be imported or started.
   * @remedy Check `script-src` and `connect-src`, and that the client may mount inline.
   */
  'app-failed': undefined;
  /**
   * One of these failures, while the browser is offline.
   * @remedy Nothing: the customer has a retry and plain links.
   */
  offline: undefined;
  /**
   * The frame is there, but the app in it could not start, or has crashed.
   * @remedy Nothing on the page: the frame shows a plain panel with links. Tell us the browser.
   */
  'wasm-failed': undefined;
  /**
   * The scripts that the loader imports could not be loaded. Told to handlers alone; commands wait for the next try.
   * @remedy Allow the portal's whole host in `script-src`, not the one file. A pinned release: it may be gone from the
   * portal.
   */
  'core-failed': undefined;
  /**
   * There is no command of this name.
   * @remedy Mend the call; `field` is the name.
   */
  'unknown-command': string;
  /**
   * A command was given something it cannot take, and did nothing.
   * @remedy Mend the call; `field` names the argument.
   */
  'bad-argument': string;
  /**
   * `context()` was given a field that is not on the list, or a value not of its type. The others were taken.
   * @remedy Mend the call; `field` is the name.
   */
  'context-unknown-field': string;
  /**
   * Help was sent to a place that does not exist. It shows home.
   * @remedy Mend the target: the slug of an article or a flow.
   */
  'unknown-target': undefined;
  /**
   * The app is there; its content is not, for the portal does not answer or answers with a failure.
   * @remedy Nothing: the app offers a retry. See the portal's `/readyz`.
   */
  'portal-down': undefined;
  /**
   * The same, for it took too long.
   * @remedy Nothing: the app offers a retry.
   */
  'portal-slow': undefined;
  /**
   * The same, for what came was not what was asked for: a proxy, or a captive network.
   * @remedy Nothing: the app offers a retry. See what stands between customers and the portal.
   */
  'portal-garbled': undefined;
  /**
   * `locale()` was given a language that the client does not offer; `field` is its tag. The present one stays.
   * @remedy Choose one of the client's locales, or have it added.
   */
  'locale-unavailable': string;
  /**
   * `getToken` rejected, threw, or returned no string; or the portal refused the token, and there is no younger one. The
   * customer goes on without being known.
   * @remedy Look at your own endpoint and its key; call `identify` again when it is well.
   */
  'identity-failed': undefined;
}

export type KlarnaHelpErrorCode = keyof KlarnaHelpErrors;

/** Events and their data: slugs, codes and counts; never personal data, a case ID, or anything typed. */
export interface KlarnaHelpEvents {
  /** The app has been drawn. Again after a retry. */
  ready: undefined;
  /** The panel has opened. */
  open: undefined;
  /** The panel has closed. What the customer did in it is kept. */
  close: undefined;
  /**
   * Another screen shows: `home`, `article`, `flow`, `contact`, `case-form`, `receipt`, `case`, `cases`, `look-up`.
   */
  navigate: { screen: string };
  /**
   * A result was chosen, or the way past all of them: how many there were, and whether the best was called an answer, a maybe,
   * or nothing.
   */
  search: { count: number; verdict: 'answer' | 'maybe' | 'nothing' };
  /** An article was opened. */
  'article-view': { slug: string };
  /** The customer said whether an article helped. */
  'article-vote': { slug: string; helped: boolean };
  /** A guide was begun. */
  'flow-start': { slug: string };
  /** A question of a guide was answered, and there is another; not what with. */
  'flow-step': { slug: string; step: string };
  /**
   * The last question was answered: a guide came to its end. Once more, with `action`, if the customer wants the page to
   * do what its configuration says it can.
   */
  'flow-outcome': { slug: string; outcome: string; action?: KlarnaHelpAction };
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
  /** A way to reach a person was chosen: `case`, `phone` or `web`. */
  'contact-choose': { channel: string };
  /**
   * A conversation went to a person.
   * @reserved
   */
  'chat-handoff': undefined;
  /**
   * The customer said how help was: of an article or a guide whether it helped, of a case 1 to 5. Each is told once; never
   * with what a customer wrote about it.
   */
  feedback: { kind: 'article' | 'flow' | 'case'; slug?: string; helped?: boolean; rating?: number };
  /** The page has said who the customer is, or that they left. Whether the token holds is between app and portal. */
  'identity-change': { state: 'identified' | 'anonymous' };
  /** The page has said what may be stored and counted; null is not said. */
  'consent-change': { storage: boolean | null; analytics: boolean | null };
  /**
   * How many of our answers in the customer's cases they have not seen, when that has changed. The launcher shows it too.
   */
  unread: { count: number };
  /** Something could not be done: see the error codes. `field` names what was wrong, where it is a name. */
  error: { code: KlarnaHelpErrorCode; field?: string };
}

export type KlarnaHelpHandler<Data> = (data: Data) => unknown;

export interface KlarnaHelpInfo {
  /** The build, the same as in the frame's URL. */
  version: string;
  clientId: string;
  locale: string;
  /** Missing, as `mount` is, if the page did not say it and help was not wanted yet: then `production`. */
  environment?: string;
  /** Missing: `frame`. */
  mount?: 'frame' | 'inline';
  state: 'idle' | 'loading' | 'ready' | 'failed';
  open: boolean;
}

/** What `diagnose()` found. */
export interface KlarnaHelpReport {
  /** Nothing is wrong. */
  ok: boolean;
  /** The build. */
  version: string;
  checks: KlarnaHelpCheck[];
}

export interface KlarnaHelpCheck {
  /** What was looked at, such as `CSP frame-src` or `origin`. */
  name: string;
  /** `null`: it could not be told. */
  ok: boolean | null;
  /** What was found, in words. */
  found: string;
  /** Unless all is well: the exact line that mends it. */
  fix?: string;
}

/** The commands. `KlarnaHelp.open()` and `KlarnaHelp('open')` are the same. */
export interface KlarnaHelpCommands {
  /**
   * Starts the widget, which the script tag does by itself. While it runs this only makes sure that the launcher
   * is in the page. After `destroy()` it starts anew, with the earlier configuration where none is given.
   */
  init(config?: Partial<KlarnaHelpConfig>): void;
  /**
   * Removes everything: element, frame, listeners, handlers and the global. On a kept reference `init` works from
   * then on, and nothing else. What a customer asked the frame to keep on their device is theirs and stays; `logout()`
   * before it takes that away too.
   */
  destroy(): void;
  /** Resolves, and calls back, once the app has been drawn. Does not load it. */
  ready(callback?: () => unknown): Promise<unknown>;
  /**
   * Opens the panel; with a target, there.
   * @loads
   */
  open(target?: KlarnaHelpTarget): void;
  /** Closes the panel. Everything in it is kept; focus returns to what had it. */
  close(): void;
  /**
   * Opens or closes the panel.
   * @loads
   */
  toggle(): void;
  /** Shows the launcher again. */
  show(): void;
  /** Hides the launcher; help still opens by command. */
  hide(): void;
  /**
   * Opens the panel at a place.
   * @loads
   */
  navigate(to: KlarnaHelpTarget): void;
  /**
   * Opens the panel with a search.
   * @loads
   */
  search(text: string): void;
  /** Weighs anew what home offers, with the context given: call it when the route changes. */
  suggest(context?: KlarnaHelpContext): void;
  /**
   * Opens an article.
   * @loads
   */
  article(slug: string): void;
  /**
   * Opens a guide.
   * @loads
   */
  flow(slug: string): void;
  /** Adds to what help knows about the page; fields given earlier stay. */
  context(fields: KlarnaHelpContext): void;
  /** Fills in the case form, but for what the customer has edited. */
  prefill(fields: KlarnaHelpPrefill): void;
  /**
   * Forgets what was begun: search, guides, the draft, what was prefilled. Not a case on its way, nor what the device
   * remembers.
   */
  reset(): void;
  /** Says who the customer is. A token of another customer than before forgets what was begun first. */
  identify(identity: KlarnaHelpIdentity): void;
  /** Forgets everything of the customer's, also what the device remembers. Call it when they sign out of your shop. */
  logout(): void;
  /**
   * Opens the customer's cases.
   * @loads
   */
  cases(): void;
  /**
   * Opens the ways to reach a person.
   * @loads
   */
  channels(): void;
  /** Says what the customer has agreed to. */
  consent(consent: KlarnaHelpConsent): void;
  /** Changes the configuration while it runs. `clientId` and `mount` hold until `destroy()`. */
  config(config: Partial<KlarnaHelpConfig>): void;
  /** Changes the language. What the customer wrote stays. */
  locale(tag: string): void;
  /** Changes the theme. */
  theme(name: KlarnaHelpTheme): void;
  /**
   * Makes elements of the page open a place: those of a selector, also ones that come later, or one element. Returns
   * the function that undoes it. In markup: `data-klarna-help="flow:refund-missing"`. A click loads the app.
   */
  attach(to: string | Element, target: KlarnaHelpTarget): () => void;
  /** Handles an event; returns the function that stops it. What a handler throws is logged and goes no further. */
  on<Name extends keyof KlarnaHelpEvents>(name: Name, handler: KlarnaHelpHandler<KlarnaHelpEvents[Name]>): () => void;
  /** Handles the next event of a name, then no more. */
  once<Name extends keyof KlarnaHelpEvents>(name: Name, handler: KlarnaHelpHandler<KlarnaHelpEvents[Name]>): () => void;
  /** Stops one handler of an event, or all of them. */
  off<Name extends keyof KlarnaHelpEvents>(name: Name, handler?: KlarnaHelpHandler<KlarnaHelpEvents[Name]>): void;
  /** Version, client, locale, environment, mount, state, and whether the panel is open. */
  info(): KlarnaHelpInfo;
  /**
   * Checks policy, registration, frame, WASM, API and consent; prints what is wrong, each with the line that mends it.
   * @loads
   */
  diagnose(): Promise<KlarnaHelpReport>;
}

/** The function form: `KlarnaHelp('navigate', 'flow:refund-missing')`. Returns what the method would. */
export interface KlarnaHelp extends KlarnaHelpCommands {
  // First, so that the data of a handler is known by the event's name.
  <Name extends keyof KlarnaHelpEvents>(
    command: 'on' | 'once',
    name: Name,
    handler: KlarnaHelpHandler<KlarnaHelpEvents[Name]>,
  ): () => void;
  <Command extends keyof KlarnaHelpCommands>(
    command: Command,
    ...rest: Parameters<KlarnaHelpCommands[Command]>
  ): ReturnType<KlarnaHelpCommands[Command]>;
  /** On the page's queueing stub only: the calls made before the script had loaded. */
  q?: ArrayLike<unknown>[];
}

/**
 * The element that the launcher and the panel are drawn in; the script puts one beside the body. One of yours with the
 * attribute `inline` stands in the page's flow, and its `to` names the place that it opens on.
 *
 * @csspart launcher - The button.
 * @csspart panel - The dialog; of an inline element, the card.
 * @cssproperty --kh-accent - Background of the main buttons. Default: `#ffa8cd`.
 * @cssproperty --kh-on-accent - Their text and icon. Default: `#000`.
 * @cssproperty --kh-radius - Corners of launcher and panel: a length. Default: `24px`.
 * @cssproperty --kh-font - Font family. A font of the page's reaches launcher and shell; the app only has what the
 * device has. Default: `system-ui`.
 * @cssproperty --kh-offset - Distance from the window's edges: a length. Default: `20px`.
 * @cssproperty --kh-height - Height of an inline element: a length. Default: `560px`.
 * @fires klarna-help:open
 * @fires klarna-help:close
 * @fires klarna-help:ready
 * @fires klarna-help:error
 */
export interface KlarnaHelpElement extends HTMLElement {}

/** Events are also dispatched on the element as `klarna-help:<name>`; they bubble and cross shadow roots. */
export type KlarnaHelpElementEvents = {
  [Name in keyof KlarnaHelpEvents as `klarna-help:${Name}`]: CustomEvent<
    // What has no data has the detail that the DOM gives it.
    KlarnaHelpEvents[Name] extends undefined ? null : KlarnaHelpEvents[Name]
  >;
};

declare global {
  interface Window {
    KlarnaHelp?: KlarnaHelp;
  }
  /** Absent before the script (or the page's stub) has run, and after `destroy()`. */
  var KlarnaHelp: KlarnaHelp | undefined;
  interface HTMLElementTagNameMap {
    'klarna-help': KlarnaHelpElement;
  }
  interface GlobalEventHandlersEventMap extends KlarnaHelpElementEvents {}
}
