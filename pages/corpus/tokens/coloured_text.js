// Draws tokens as coloured stretches of the text; the rest is in pages/ui/browser/token_sheet.js.

const bytesOf = (text) =>
  Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, "0"));

function tell(place, cell, words) {
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
      piece.dataset.token = String(cells.length);
      cells.push(cell);
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
