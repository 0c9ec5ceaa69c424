// Draws passages whose tokens are shaded by how surprised a model was; the rest is in
// pages/ui/browser/token_sheet.js.

const MOST = 12; // bits at which a token is as dark as it gets
const END = "∎"; // stands for the end of a document, which has no text

function tell(place, [text, bits, expected], words) {
  const piece = document.createElement("code");
  piece.textContent = shown(text) || END;
  const cost = words.bits.replace("{n}", bits.toFixed(1));
  // By a function: in a text "$&" would stand for what is replaced.
  const guess = expected ? words.expected.replace("{token}", () => shown(expected)) : words.right;
  place.append(piece, ` · ${cost} · ${guess}`);
}

function draw(sheet, data) {
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
