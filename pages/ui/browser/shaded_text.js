// Draws passages whose tokens are shaded by how surprised a model was, and says below them what the
// one under the pointer cost. Every text goes in as text, never as markup.

const MOST = 12; // bits at which a token is as dark as it gets
const END = "∎"; // stands for the end of a document, which has no text

const shown = (text) => text.replaceAll("\n", "↵").replaceAll("\t", "⇥").replaceAll(" ", "␣");

function tell(place, [text, bits, expected], words) {
  const piece = document.createElement("code");
  piece.textContent = shown(text) || END;
  const cost = words.bits.replace("{n}", bits.toFixed(1));
  const guess = expected ? words.expected.replace("{token}", expected) : words.right;
  place.replaceChildren(piece, ` · ${cost} · ${guess}`);
}

function draw(sheet, data) {
  sheet.replaceChildren();
  const tokens = [];
  for (const passage of data.passages) {
    if (passage.head) {
      const head = document.createElement("p");
      head.className = "head";
      head.textContent = passage.head;
      sheet.append(head);
    }
    const line = document.createElement("p");
    line.dir = "auto";
    sheet.append(line);
    for (const token of passage.tokens) {
      const piece = document.createElement("span");
      piece.textContent = token[0] || END;
      const share = Math.min(1, Math.max(0, token[1] / MOST));
      piece.style.background = `rgba(230, 130, 0, ${(0.55 * share).toFixed(3)})`;
      piece.dataset.token = String(tokens.length);
      tokens.push(token);
      line.append(piece);
    }
  }
  return tokens;
}

export default function (component) {
  const { data, parentElement } = component;
  const sheet = parentElement.querySelector(".sheet");
  const told = parentElement.querySelector(".told");
  if (!sheet || !told || !data) return;
  const tokens = draw(sheet, data);
  sheet.setAttribute("aria-label", data.label);
  told.textContent = data.words.hint;
  let at = -1;
  const choose = (place) => {
    if (place < 0 || place >= tokens.length || place === at) return;
    sheet.querySelectorAll(".here").forEach((piece) => piece.classList.remove("here"));
    at = place;
    sheet.querySelector(`[data-token="${place}"]`)?.classList.add("here");
    tell(told, tokens[place], data.words);
  };
  const under = (event) => {
    const piece = event.target.closest?.("[data-token]");
    if (piece) choose(Number(piece.dataset.token));
  };
  sheet.onpointerover = under;
  sheet.onclick = under;
  sheet.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    choose(Math.min(tokens.length - 1, Math.max(0, at + step)));
  };
}
