// A table whose rows are opened by a click anywhere in them, by Enter and by Space. The first cell of
// a row is a real link, so that it can be mailed, and opened in a tab of its own. What people wrote
// comes in as text and never as HTML.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 120;
const HEIGHT = 22;

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function curve(values) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  drawing.setAttribute("class", "argot-curve");
  drawing.setAttribute("aria-hidden", "true");
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const points = values.map((value, place) => {
    const across = (place * (WIDTH - 4)) / Math.max(1, values.length - 1) + 2;
    return `${across.toFixed(1)},${(HEIGHT - 2 - ((value - low) / span) * (HEIGHT - 4)).toFixed(1)}`;
  });
  const line = document.createElementNS(SVG, "polyline");
  line.setAttribute("points", points.join(" "));
  drawing.append(line);
  return drawing;
}

function share(value, text) {
  const bar = element("span", "argot-share");
  const filled = element("span");
  filled.style.width = `${Math.max(0, Math.min(1, value)) * 100}%`;
  bar.append(filled);
  const cell = element("span", "argot-share-cell");
  cell.append(bar, element("span", "", text));
  return cell;
}

function cellOf(column, [text, value]) {
  const cell = element("td", `argot-cell-${column.kind}`);
  if (column.kind === "curve") {
    if (value?.length > 1) cell.append(curve(value));
  } else if (column.kind === "share" && value !== null) {
    cell.append(share(value, text));
  } else if (column.kind === "excerpt") {
    cell.append(element("span", "", text));
  } else {
    cell.textContent = text;
  }
  return cell;
}

function rowOf(data, place, open) {
  const row = element("tr");
  const { address, cells } = data.rows[place];
  cells.forEach((content, at) => {
    if (at) return row.append(cellOf(data.columns[at], content));
    const head = element("th");
    head.scope = "row";
    const link = element("a", "", content[0]);
    link.href = address;
    link.title = data.opens;
    head.append(link);
    row.append(head);
  });
  row.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (String(getSelection())) return; // somebody marks words to copy them
    event.preventDefault();
    open(place);
  });
  row.addEventListener("keydown", (event) => {
    const to = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (event.key === " " || event.key === "Enter") open(place);
    else if (to) row[to]?.querySelector("a").focus();
    else return;
    event.preventDefault();
  });
  return row;
}

function sorted(data, { at, down }) {
  const places = data.rows.map((row, place) => place);
  if (at === null) return places;
  const value = (place) => data.rows[place].cells[at][1];
  const compared = (one, other) =>
    typeof one === "number" ? one - other : String(one).localeCompare(String(other));
  return places.sort((one, other) => {
    const [first, second] = [value(one), value(other)];
    if (first === null || second === null) return (first === null) - (second === null);
    return compared(first, second) * (down ? -1 : 1);
  });
}

function headOf(data, order, again) {
  const row = element("tr");
  data.columns.forEach((column, at) => {
    const cell = element("th", `argot-cell-${column.kind}`);
    cell.scope = "col";
    cell.title = column.help;
    if (column.kind === "curve") {
      cell.textContent = column.title;
    } else {
      const mark = order.at !== at ? "" : order.down ? " ↓" : " ↑";
      const button = element("button", "", column.title + mark);
      button.type = "button";
      button.addEventListener("click", () => {
        order.down = order.at === at ? !order.down : column.kind !== "text";
        order.at = at;
        again();
      });
      cell.append(button);
      if (mark) cell.setAttribute("aria-sort", order.down ? "descending" : "ascending");
    }
    row.append(cell);
  });
  return row;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const state = (parentElement.argotState ??= { order: { at: null, down: false }, given: "" });
  const given = JSON.stringify(data);
  if (given === state.given) return;
  state.given = given;
  let frame = parentElement.querySelector(".argot-rows");
  if (!frame) parentElement.append((frame = element("div", "argot-rows")));

  const draw = () => {
    const focused = frame.contains(document.activeElement) ? document.activeElement : null;
    const at = focused ? [...frame.querySelectorAll("a, button")].indexOf(focused) : -1;
    const table = element("table");
    table.setAttribute("aria-label", data.label);
    const head = element("thead");
    head.append(headOf(data, state.order, draw));
    const body = element("tbody");
    const open = (place) => setTriggerValue("opened", data.rows[place].id);
    body.append(...sorted(data, state.order).map((place) => rowOf(data, place, open)));
    table.append(head, body);
    frame.replaceChildren(table);
    if (at >= 0) frame.querySelectorAll("a, button")[at]?.focus();
  };
  draw();
}
