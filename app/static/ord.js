// The explanation of a word opens and closes without a step in the history, the text stays where it is, and Esc closes:
// a help, never needed. What shows it is the address: a word leads to #ord-its-id, and the way back to #ordet-its-id.

const BACK = "[role=doc-backlink]";

// The browser brings the word back to where its margin says: to where it is, if it can be seen.
function go(link) {
  const place = document.querySelector(link.hash);
  const { top, bottom } = place.getBoundingClientRect();
  if (link.matches(BACK) && top >= 0 && bottom <= innerHeight) {
    const { scrollPaddingBlockStart } = getComputedStyle(document.documentElement);
    place.style.scrollMarginBlockStart = `${top - parseFloat(scrollPaddingBlockStart)}px`;
  }
  location.replace(link.hash);
}

addEventListener("click", (event) => {
  const link = event.target.closest(`a.term, .explained ${BACK}`);
  if (!link || event.button || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link);
});

addEventListener("keydown", (event) => {
  const back = document.querySelector(`.explained > :target ${BACK}`);
  if (back && event.key === "Escape") go(back);
});
