// Draws tokens as coloured stretches of the text, and says below them what the one under the
// pointer is. Every text goes in as text, never as markup.

const bytesOf = (text) =>
  Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, "0"));

const shown = (text) => text.replaceAll("\n", "↵").replaceAll("\t", "⇥").replaceAll(" ", "␣");

function tell(place, cell, words) {
  place.replaceChildren();
  for (const [text, ids] of cell) {
    const line = document.createElement("div");
    const piece = document.createElement("code");
    piece.textContent = shown(text);
    const bytes = bytesOf(text);
    const name = ids.length > 1 ? words.tokens : words.token;
    const rest =
      ` · ${name} ${ids.join(", ")} · ` +
      (bytes.length === 1 ? words.byte : words.bytes.replace("{n}", bytes.length)) +
      ` ${bytes.slice(0, 24).join(" ")}${bytes.length > 24 ? " …" : ""}` +
      (ids.includes(0) ? ` · ${words.unknown}` : "");
    line.append(piece, rest);
    place.append(line);
  }
}

function draw(sheet, data) {
  sheet.replaceChildren();
  const cells = [];
  let number = 0;
  data.texts.forEach((text, which) => {
    let line = document.createElement("p");
    line.classList.toggle("apart", which > 0);
    line.dir = "auto";
    sheet.append(line);
    for (const cell of text) {
      const piece = document.createElement("span");
      const written = cell.map((part) => part[0]).join("");
      const ids = cell.flatMap((part) => part[1]);
      piece.className = ids.includes(0) ? "unknown" : `c${number % 4}`;
      if (ids.length > 1) piece.classList.add("many");
      piece.dataset.cell = String(cells.length);
      cells.push({ cell, piece });
      number += 1;
      // A line of the text is a paragraph here, so that each is written in its own direction.
      const parts = written.split("\n");
      parts.forEach((part, place) => {
        const stretch = place === 0 ? piece : piece.cloneNode(false);
        stretch.classList.remove("line");
        stretch.textContent = part;
        line.append(stretch);
        if (place < parts.length - 1) {
          stretch.classList.add("line");
          line = document.createElement("p");
          line.dir = "auto";
          sheet.append(line);
        }
      });
    }
  });
  return cells;
}

export default function (component) {
  const { data, parentElement } = component;
  const sheet = parentElement.querySelector(".sheet");
  const told = parentElement.querySelector(".told");
  if (!sheet || !told || !data) return;
  const cells = draw(sheet, data);
  sheet.setAttribute("aria-label", data.label);
  told.textContent = data.words.hint;
  let at = -1;
  const choose = (place) => {
    if (place < 0 || place >= cells.length || place === at) return;
    sheet.querySelectorAll(".here").forEach((piece) => piece.classList.remove("here"));
    at = place;
    sheet
      .querySelectorAll(`[data-cell="${place}"]`)
      .forEach((piece) => piece.classList.add("here"));
    tell(told, cells[place].cell, data.words);
  };
  const under = (event) => {
    const piece = event.target.closest?.("[data-cell]");
    if (piece) choose(Number(piece.dataset.cell));
  };
  sheet.onpointerover = under;
  sheet.onclick = under;
  sheet.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    choose(Math.min(cells.length - 1, Math.max(0, at + step)));
  };
}
