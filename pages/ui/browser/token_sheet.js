// The second half of a sheet of tokens: the one under the pointer, or reached with the arrow keys, is
// marked, and what it is stands below. The first half is the sheet's own, and declares
//   draw(sheet, data)          draws the tokens and gives them in their order; the elements of each
//                              have its number as `data-token`
//   tell(place, token, words)  says what a token is
// Every text goes in as text, never as markup.

const shown = (text) => text.replaceAll("\n", "↵").replaceAll("\t", "⇥").replaceAll(" ", "␣");

export default function (component) {
  const { data, parentElement } = component;
  const sheet = parentElement.querySelector(".sheet");
  const told = parentElement.querySelector(".told");
  if (!sheet || !told || !data) return;
  sheet.replaceChildren();
  const tokens = draw(sheet, data);
  sheet.setAttribute("aria-label", data.label);
  told.textContent = data.words.hint;
  let at = -1;
  const choose = (place) => {
    if (place < 0 || place >= tokens.length || place === at) return;
    sheet.querySelectorAll(".here").forEach((piece) => piece.classList.remove("here"));
    at = place;
    sheet
      .querySelectorAll(`[data-token="${place}"]`)
      .forEach((piece) => piece.classList.add("here"));
    told.replaceChildren();
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
