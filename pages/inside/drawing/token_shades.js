// Draws a text several times, each token shaded by a number of its own: green for what speaks for a
// prediction, brown for what speaks against it. All rows tell together what they say of a token; the
// rest is in pages/ui/browser/token_sheet.js.

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

function tell(place, token, words) {
  const piece = document.createElement("code");
  piece.textContent = shown(token.text);
  const numbers = token.values.map((value, row) => {
    return `${words.rows[row]} ${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)}`;
  });
  place.append(piece, ` · ${numbers.join(" · ")}`);
}

function draw(sheet, data) {
  for (const row of data.rows) {
    const head = document.createElement("p");
    head.className = "head";
    head.textContent = row.name;
    sheet.append(head, line(data.tokens, row));
  }
  return data.tokens.map((text, at) => ({ text, values: data.rows.map((row) => row.values[at]) }));
}
