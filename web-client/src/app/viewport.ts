// Keeps the page as high as what can be seen of it, where a keyboard of glass covers the page instead of shrinking it.

/** Called once; harmless where the browser does it itself. */
export function follow_viewport(): void {
  const view = window.visualViewport;
  if (!view) return;
  const fit = () => {
    // Zoomed in by hand, the height says nothing about the keyboard.
    if (Math.abs(view.scale - 1) > 0.01) return;
    const covered = window.innerHeight - view.height > 1;
    document.documentElement.style.setProperty('--height', covered ? `${view.height}px` : '100dvh');
    if (covered) window.scrollTo(0, 0);
  };
  view.addEventListener('resize', fit);
}
