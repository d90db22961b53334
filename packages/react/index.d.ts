import type { CSSProperties, ReactElement, ReactNode } from 'react';
import type { KlarnaHelp, KlarnaHelpEvents, KlarnaHelpHandler, KlarnaHelpLoadConfig, KlarnaHelpTarget } from 'klarna-help';

export interface KlarnaHelpProviderProps {
  /** As for `loadKlarnaHelp`. What changes while it runs is passed on, but for `clientId`, `mount` and `src`. */
  config: KlarnaHelpLoadConfig;
  /** Leave the widget in the page when the last provider goes. Default: `false`. */
  keep?: boolean;
  /** Told a `KlarnaHelpLoadError` if the widget cannot be loaded. Default: the console. */
  onError?: (error: unknown) => void;
  children?: ReactNode;
}

/** Loads the widget once it is in a page, and takes it away with the last provider. On a server: its children alone. */
export function KlarnaHelpProvider(props: KlarnaHelpProviderProps): ReactElement;

/** The commands; `null` until the script is there, on a server, if it cannot be loaded, and outside a provider. */
export function useKlarnaHelp(): KlarnaHelp | null;

/** Handles an event for as long as the component is there. The handler may be a new one at each render. */
export function useKlarnaHelpEvent<Name extends keyof KlarnaHelpEvents>(
  name: Name,
  handler: KlarnaHelpHandler<KlarnaHelpEvents[Name]>,
): void;

export interface KlarnaHelpInlineProps {
  /** What it opens on. Default: home. */
  to?: KlarnaHelpTarget | undefined;
  className?: string | undefined;
  /** Custom properties of the widget too: `{ '--kh-accent': 'navy' }`. */
  style?: CSSProperties & { [property: `--${string}`]: string };
  id?: string;
}

/** Help in the page's flow. */
export function KlarnaHelpInline(props: KlarnaHelpInlineProps): ReactElement;
