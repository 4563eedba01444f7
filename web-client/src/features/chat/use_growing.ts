// A text area that is as high as its text, up to 40 % of the window.
import { useLayoutEffect, type RefObject } from 'react';

export function useGrowing(area: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = 'auto';
    const most = (window.visualViewport?.height ?? window.innerHeight) * 0.4;
    element.style.height = `${Math.min(element.scrollHeight, most)}px`;
    element.style.overflowY = element.scrollHeight > most ? 'auto' : 'hidden';
  }, [area, text]);
}
