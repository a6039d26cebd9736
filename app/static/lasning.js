// Reads a text aloud with the browser's own speech, sentence by sentence: a help where there is one, never needed.
//
// What is read is marked with data-read. The buttons come into the place marked with data-listen, which says what they
// are called. Without speech, or without a voice for the language of the text, nothing is seen.

const place = document.querySelector("[data-listen]");
const parts = [...document.querySelectorAll("[data-read]")];
const speech = window.speechSynthesis;

const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, th, td, dt, dd, label, option, blockquote, pre, [data-read]";
const SILENT = "sup, svg, textarea, .unseen, .error, [hidden]";

// Of several selects with the same things to choose among the first is read, unless these are only numbers.
function isSilent(node, part) {
  const around = node.parentElement;
  const select = around.closest("select");
  if (select) return select !== part.querySelector("select") || !around.value || !/\p{L}/u.test(node.data);
  return around.closest(SILENT) !== null;
}

// The text nodes of a part, gathered by the block in which they stand.
function blocksOf(part) {
  const found = [];
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  let block = null;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (isSilent(node, part)) continue;
    const own = node.parentElement.closest(BLOCKS);
    if (own !== block) found.push([]);
    found.at(-1).push(node);
    block = own;
  }
  return found;
}

// Where a character of a block's text stands: its node, and how far into it.
function placeIn(nodes, index) {
  let left = index;
  const node = nodes.find((each) => left <= each.length || ((left -= each.length), false));
  return [node, left];
}

function sentencesOf(nodes, language) {
  const text = nodes.map((node) => node.data).join("").replace(/\s/g, " "); // a new line would end a sentence
  const cutter = Intl.Segmenter && new Intl.Segmenter(language, { granularity: "sentence" });
  const cut = cutter ? [...cutter.segment(text)] : [{ segment: text, index: 0 }];
  return cut.map(({ segment, index }) => {
    const range = document.createRange();
    range.setStart(...placeIn(nodes, index + segment.length - segment.trimStart().length));
    range.setEnd(...placeIn(nodes, index + segment.trimEnd().length));
    return { text: segment.replace(/\s+/g, " ").trim(), range };
  });
}

function isInSight(range) {
  const box = range.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight - place.offsetHeight;
}

function begin() {
  const language = parts[0].closest("[lang]").lang;
  const every = parts.flatMap(blocksOf).flatMap((nodes) => sentencesOf(nodes, language));
  const sentences = every.filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
  const marks = window.Highlight && CSS.highlights ? new Highlight() : new Set();
  if (CSS.highlights) CSS.highlights.set("lasning", marks);

  let voice, spoken; // what is spoken is held on to: some browsers forget it before its end
  let at = 0, turn = 0, state = "listen";

  const [main, end] = [0, 1].map(() => {
    const button = document.createElement("button");
    button.type = "button";
    button.addEventListener("mousedown", (event) => event.preventDefault()); // which would undo a selection
    return button;
  });
  const label = document.createElement("span");
  main.append(...place.children, label);
  end.textContent = place.dataset.stop;
  place.append(main, end);

  function go(to) {
    state = to;
    label.textContent = place.dataset[to];
    if (to === "listen" && document.activeElement === end) main.focus();
    end.hidden = to === "listen";
    place.classList.toggle("on", to !== "listen");
  }

  function say() {
    const mine = ++turn;
    const { text, range } = sentences[at];
    const following = [...marks].every(isInSight); // who has scrolled away is left alone
    marks.clear();
    marks.add(range);
    if (following && !isInSight(range)) range.startContainer.parentElement.scrollIntoView({ block: "center" });
    spoken = new SpeechSynthesisUtterance(text);
    Object.assign(spoken, { voice, lang: voice.lang });
    spoken.onend = () => mine === turn && (++at < sentences.length ? say() : stop());
    spoken.onerror = () => mine === turn && stop();
    speech.speak(spoken);
  }

  // Pausing ends the sentence, and going on begins it again: browsers do not agree on what their own pause does.
  function hush() {
    turn++;
    speech.cancel();
  }

  function stop() {
    hush();
    marks.clear();
    go("listen");
  }

  // The sentence where the reader's selection begins, or the first.
  function chosen() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return 0;
    const { startContainer, startOffset } = selection.getRangeAt(0);
    return Math.max(0, sentences.findIndex(({ range }) => range.comparePoint(startContainer, startOffset) < 1));
  }

  main.addEventListener("click", () => {
    if (state === "pause") {
      hush();
      go("resume");
    } else {
      if (state === "listen") at = chosen();
      go("pause");
      say();
    }
  });
  end.addEventListener("click", stop);
  addEventListener("pagehide", stop);

  speech.onvoiceschanged = () => {
    const own = speech.getVoices().filter((each) => each.lang.slice(0, 2).toLowerCase() === language);
    voice = own.find((each) => each.localService) || own[0];
    place.hidden = !voice;
    if (!voice && state === "pause") stop();
  };
  go("listen");
  speech.onvoiceschanged();
}

if (place && parts.length && speech && window.SpeechSynthesisUtterance) begin();
