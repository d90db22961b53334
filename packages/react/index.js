'use client';
// @ts-check
// The widget in a React app: a provider that loads it, hooks that reach it, and an inline element.
//
// Not here: loading (klarna-help), what the commands mean (its types). No JSX, so that there is nothing to build.
import { createContext, createElement, useContext, useEffect, useRef, useState } from 'react';
import { loadKlarnaHelp } from 'klarna-help';

/** @typedef {import('klarna-help').KlarnaHelp} KlarnaHelp */

const Help = createContext(/** @type {KlarnaHelp | null} */ (null));

/** Providers in the page, over all roots. */
let providers = 0;

/** @type {typeof import('./index.js').KlarnaHelpProvider} */
export function KlarnaHelpProvider({ config, keep = false, onError, children }) {
  // In a box, for the commands are a function too, and React would call it.
  const [{ help }, setLoaded] = useState({ help: /** @type {KlarnaHelp | null} */ (null) });
  const latest = useLatest({ config, keep, onError });

  useEffect(() => {
    let mounted = true;
    providers += 1;
    const loading = loadKlarnaHelp(latest.current.config);
    loading.then(
      (help) => mounted && setLoaded({ help }),
      (error) => mounted && (latest.current.onError ?? console.error)(error),
    );
    return () => {
      mounted = false;
      providers -= 1;
      if (!latest.current.keep) release(loading);
    };
  }, []);

  const { src, integrity, nonce, crossOrigin, clientId, mount, ...settings } = config;
  const wanted = JSON.stringify(settings);
  const applied = useRef(wanted);
  useEffect(() => {
    if (!help || applied.current === wanted) return;
    applied.current = wanted;
    help.config(JSON.parse(wanted));
  }, [help, wanted]);

  return createElement(Help.Provider, { value: help }, children);
}

/** @type {typeof import('./index.js').useKlarnaHelp} */
export function useKlarnaHelp() {
  return useContext(Help);
}

/** @type {typeof import('./index.js').useKlarnaHelpEvent} */
export function useKlarnaHelpEvent(name, handler) {
  const help = useContext(Help);
  const latest = useLatest(handler);
  useEffect(() => help?.on(name, (data) => latest.current(data)), [help, name]);
}

/** @type {typeof import('./index.js').KlarnaHelpInline} */
export function KlarnaHelpInline({ to, className, ...rest }) {
  // `class`, for React 18 knows no `className` on elements of this kind. The loader reads `to` once, hence the key.
  return createElement('klarna-help', { ...rest, key: to, inline: '', to, class: className });
}

/** @param {Promise<KlarnaHelp | null>} loading */
function release(loading) {
  // Not at once: StrictMode takes every component away and puts it back, and one page's provider follows another's.
  loading.then(
    (help) => providers === 0 && help?.destroy(),
    () => undefined, // told already
  );
}

/**
 * The value of the last finished render, for what runs later.
 * @template Value
 * @param {Value} value
 */
function useLatest(value) {
  const ref = useRef(value);
  useEffect(() => {
    ref.current = value;
  });
  return ref;
}
