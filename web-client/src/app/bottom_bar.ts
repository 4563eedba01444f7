// Keeps the phone's bar away until a press has ended: it would come back under the finger, and the press would be lost.

/** Within this time after the finger left, the browser has said what it pressed. */
const pause = 150;

/** Called once. The bar is away while one writes (BottomBar.module.css), and while `data-held` stands on the body. */
export function hold_bar_while_pressing(root: Document = document): void {
  const { dataset } = root.body;
  let pressed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const let_go = () => {
    clearTimeout(timer);
    timer = setTimeout(() => delete dataset['held'], pause);
  };
  const released = () => {
    pressed = false;
    let_go();
  };
  root.addEventListener('pointerdown', () => (pressed = true), true);
  root.addEventListener('pointerup', released, true);
  root.addEventListener('pointercancel', released, true);
  root.addEventListener('focusout', (event) => {
    if (!(event.target instanceof HTMLTextAreaElement)) return;
    clearTimeout(timer);
    dataset['held'] = '';
    if (!pressed) let_go();
  });
}
