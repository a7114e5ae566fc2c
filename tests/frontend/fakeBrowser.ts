import { vi } from "vitest";

/** A media query that can be flipped. */
export interface FakeMedia {
  flip: (matches: boolean) => void;
}

/** Every media query gives the same answer until it is flipped. */
export function fakeMatchMedia(matches = false): FakeMedia {
  const listeners = new Set<() => void>();
  const query = {
    matches,
    media: "",
    onchange: null,
    addEventListener: (_type: string, listener: () => void) => listeners.add(listener),
    removeEventListener: (_type: string, listener: () => void) => listeners.delete(listener),
    addListener: () => {},
    removeListener: () => {},
    dispatchEvent: () => true,
  };
  window.matchMedia = () => query as unknown as MediaQueryList;
  return {
    flip(next) {
      query.matches = next;
      for (const listener of listeners) listener();
    },
  };
}

/** Observers and pointer calls that only a browser with a layout has. */
export function fakeLayout(): void {
  class FakeResizeObserver implements ResizeObserver {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  window.ResizeObserver = FakeResizeObserver;
  Element.prototype.scrollIntoView = () => {};
  Element.prototype.hasPointerCapture = () => false;
  Element.prototype.setPointerCapture = () => {};
  Element.prototype.releasePointerCapture = () => {};
}

/** Text that was written on any canvas since the last call. */
export const canvasText: string[] = [];

/** A drawing context that takes every call and remembers the words. */
export function fakeCanvas(): void {
  window.matchMedia ??= () => ({ addEventListener() {}, removeEventListener() {} }) as never;
  window.Path2D = class {
    addPath() {}
    moveTo() {}
    lineTo() {}
    rect() {}
    arc() {}
    closePath() {}
  } as never;
  const known: Record<string, unknown> = {
    measureText: (text: string) => ({ width: text.length * 7 }),
    fillText: (text: string) => canvasText.push(text),
  };
  const context = new Proxy(known, {
    get: (target, name: string) => target[name] ?? vi.fn(),
    set: () => true,
  });
  HTMLCanvasElement.prototype.getContext = (() => context) as never;
}
