// Draws a text several times, each token shaded by a number of its own: green for what speaks for a
// prediction, brown for what speaks against it. What all of them say of the token under the pointer
// stands below. Every text goes in as text, never as markup.

const shown = (text) => text.replaceAll("\n", "↵").replaceAll("\t", "⇥").replaceAll(" ", "␣");

function shade(value, most) {
  const share = Math.min(1, Math.abs(value) / (most || 1));
  const colour = value < 0 ? "190, 110, 10" : "20, 150, 140";
  return `rgba(${colour}, ${(0.65 * share).toFixed(3)})`;
}

function line(tokens, row) {
  const most = Math.max(...row.values.map(Math.abs));
  const text = document.createElement("p");
  text.dir = "auto";
  tokens.forEach((token, place) => {
    const piece = document.createElement("span");
    piece.textContent = token || "·";
    piece.style.background = shade(row.values[place], most);
    piece.dataset.token = String(place);
    text.append(piece);
  });
  return text;
}

function draw(sheet, data) {
  sheet.replaceChildren();
  for (const row of data.rows) {
    const head = document.createElement("p");
    head.className = "head";
    head.textContent = row.name;
    sheet.append(head, line(data.tokens, row));
  }
}

function tell(place, data, at) {
  const piece = document.createElement("code");
  piece.textContent = shown(data.tokens[at]);
  const numbers = data.rows.map((row) => {
    const value = row.values[at];
    return `${row.name} ${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)}`;
  });
  place.replaceChildren(piece, ` · ${numbers.join(" · ")}`);
}

export default function (component) {
  const { data, parentElement } = component;
  const sheet = parentElement.querySelector(".sheet");
  const told = parentElement.querySelector(".told");
  if (!sheet || !told || !data) return;
  draw(sheet, data);
  sheet.setAttribute("aria-label", data.label);
  told.textContent = data.hint;
  let at = -1;
  const choose = (place) => {
    if (place < 0 || place >= data.tokens.length || place === at) return;
    sheet.querySelectorAll(".here").forEach((piece) => piece.classList.remove("here"));
    at = place;
    sheet.querySelectorAll(`[data-token="${at}"]`).forEach((piece) => piece.classList.add("here"));
    tell(told, data, at);
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
    choose(Math.min(data.tokens.length - 1, Math.max(0, at + step)));
  };
}
