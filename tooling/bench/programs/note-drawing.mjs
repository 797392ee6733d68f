// In the page: notes when it first showed a row of a table, and how long after each key it was drawn, in milliseconds.
const noted = { firstView: 0, keys: [] };
globalThis.noted = noted;
let pressed = 0;
let isShown = false;
const drawn = (then) => requestAnimationFrame(() => setTimeout(() => then(performance.now())));
addEventListener(
  "keydown",
  ({ timeStamp }) => {
    pressed = timeStamp;
  },
  true,
);
new MutationObserver(() => {
  if (!isShown && document.querySelector("tbody tr")) {
    isShown = true;
    drawn((at) => {
      noted.firstView = at - performance.getEntriesByType("navigation")[0].responseEnd;
    });
  }
  const key = pressed;
  pressed = 0;
  if (key > 0) drawn((at) => noted.keys.push(at - key));
}).observe(document, { childList: true, subtree: true, characterData: true });
