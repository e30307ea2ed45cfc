// Binds the registry to the window once; screens say what their keys do while they are shown.
import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { tinykeys } from 'tinykeys';
import { isPlainKey, keyTable, type KeyEntry, type KeyId } from './registry';

type Handler = (event: KeyboardEvent) => void;
type Handlers = Partial<Record<KeyId, Handler>>;

interface Keys {
  register(handlers: { current: Handlers }): () => void;
  plainKeysOn: boolean;
  setPlainKeysOn(on: boolean): void;
}

const KeysContext = createContext<Keys | null>(null);
const storageKey = 'acuerdo.plainKeys';

export function isTextField(target: EventTarget | null): target is HTMLElement {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['radio', 'checkbox', 'button'].includes(target.type);
}

/** Enter, arrows and the like already mean something on a control that has the focus. */
function isUsedByTarget(combo: string, target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (combo === 'Enter') return target.matches('button, a, summary, [role="tab"]');
  if (combo.startsWith('Arrow')) return target.matches('[role="tab"], input, [data-scroll]');
  return false;
}

/** A dialog or a menu is open: it has the keys. */
function hasOverlay(): boolean {
  return document.querySelector('[aria-modal="true"], [role="menu"]') !== null;
}

function isOff(entry: KeyEntry, combo: string, event: KeyboardEvent, plainKeysOn: boolean): boolean {
  if (event.defaultPrevented || isUsedByTarget(combo, event.target)) return true;
  if (isTextField(event.target) && !entry.inFields) return true;
  return isPlainKey(combo) && !plainKeysOn;
}

export function KeysProvider({ children }: { children: ReactNode }) {
  // Screens register when they appear; the newest registration of a key wins.
  const layers = useRef<{ current: Handlers }[]>([]);
  const [plainKeysOn, setPlainKeysOn] = useState(() => localStorage.getItem(storageKey) !== 'off');
  const isOn = useRef(plainKeysOn);

  useEffect(() => {
    isOn.current = plainKeysOn;
    localStorage.setItem(storageKey, plainKeysOn ? 'on' : 'off');
  }, [plainKeysOn]);

  useEffect(() => {
    // Asked before anybody else hears the key: Esc closes a dialog, and must not also mean the screen.
    let wasOverlaid = false;
    const look = () => {
      wasOverlaid = hasOverlay();
    };
    const bindings: Record<string, Handler> = {};
    for (const combo of new Set((keyTable as readonly KeyEntry[]).flatMap(({ combos }) => combos))) {
      // Screens may share a key; the one that is shown has registered it.
      const sharing = (keyTable as readonly KeyEntry[]).filter(({ combos }) => combos.includes(combo));
      bindings[combo] = (event) => {
        for (const entry of sharing) {
          const layer = layers.current.findLast((handlers) => handlers.current[entry.id as KeyId]);
          if (!layer || wasOverlaid || isOff(entry, combo, event, isOn.current)) continue;
          event.preventDefault();
          layer.current[entry.id as KeyId]?.(event);
          return;
        }
      };
    }
    window.addEventListener('keydown', look, true);
    const unbind = tinykeys(window, bindings);
    return () => {
      window.removeEventListener('keydown', look, true);
      unbind();
    };
  }, []);

  const keys = useMemo<Keys>(
    () => ({
      plainKeysOn,
      setPlainKeysOn,
      register: (handlers) => {
        layers.current.push(handlers);
        return () => {
          layers.current = layers.current.filter((other) => other !== handlers);
        };
      },
    }),
    [plainKeysOn],
  );
  return <KeysContext.Provider value={keys}>{children}</KeysContext.Provider>;
}

export function useKeySettings(): Keys {
  const keys = useContext(KeysContext);
  if (!keys) throw new Error('keys outside KeysProvider');
  return keys;
}

/** What keys do while this component is shown. */
export function useKeys(handlers: Handlers): void {
  const { register } = useKeySettings();
  const current = useRef(handlers);
  useEffect(() => {
    current.current = handlers;
  });
  useEffect(() => register(current), [register]);
}
