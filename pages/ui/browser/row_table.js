// A table whose rows are opened by a click anywhere in them, by Enter and by Space. The first cell of
// a row is a real link, so that it can be mailed, and opened in a tab of its own. What people wrote
// comes in as text and never as HTML.
//
// Where the page gives an order, a click on a heading asks the page for another; else the rows there
// are, are sorted here. Where rows can be picked, each begins with a box.

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

function light(level, text) {
  const cell = element("span", `argot-light argot-light-${level}`);
  cell.append(element("span", "argot-lamp"), element("span", "", text));
  return cell;
}

function detailed(cell, detail) {
  if (detail) cell.append(element("div", "argot-detail", detail));
  return cell;
}

function cellOf(column, [text, value, detail]) {
  const cell = element("td", `argot-cell-${column.kind}`);
  if (column.kind === "curve") {
    if (value?.length > 1) cell.append(curve(value));
  } else if (column.kind === "share" && value !== null) {
    cell.append(share(value, text));
  } else if (column.kind === "light" && text) {
    cell.append(light(value, text));
  } else if (column.kind === "excerpt") {
    cell.append(element("span", "", text));
  } else {
    cell.textContent = text;
  }
  return detailed(cell, detail);
}

function headOfRow(data, { address, depth, cells }) {
  const head = element("th");
  head.scope = "row";
  const [text, , detail] = cells[0];
  if (depth) head.style.paddingInlineStart = `${0.6 + 1.4 * Math.min(depth, 8)}rem`;
  if (depth) head.append(element("span", "argot-branch", "└ "));
  const link = element(address ? "a" : "span", "", text);
  if (address) {
    link.href = address;
    link.title = data.opens;
  }
  head.append(link);
  return detailed(head, detail);
}

function boxOf(data, row, { picked, pick }) {
  const cell = element("td", "argot-pick");
  if (!row.address || !row.pickable) return cell;
  const label = element("label");
  const box = element("input");
  box.type = "checkbox";
  box.checked = picked.has(row.id);
  box.setAttribute("aria-label", `${data.picks.label}: ${row.cells[0][0]}`);
  box.addEventListener("change", () => pick(row.id, box.checked));
  label.append(box);
  for (const kind of ["click", "keydown"]) {
    cell.addEventListener(kind, (event) => event.stopPropagation());
  }
  cell.append(label);
  return cell;
}

function rowOf(data, place, acts) {
  const given = data.rows[place];
  const row = element("tr", given.address ? "" : "argot-heading");
  if (data.picks) row.append(boxOf(data, given, acts));
  given.cells.forEach((content, at) =>
    row.append(at ? cellOf(data.columns[at], content) : headOfRow(data, given)),
  );
  if (!given.address) return row;
  row.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (String(getSelection())) return; // somebody marks words to copy them
    event.preventDefault();
    acts.open(place);
  });
  row.addEventListener("keydown", (event) => {
    const to = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (event.key === " " || event.key === "Enter") acts.open(place);
    else if (to) row[to]?.querySelector("a")?.focus();
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

function headOf(data, order, sort) {
  const row = element("tr");
  if (data.picks) row.append(element("td", "argot-pick"));
  data.columns.forEach((column, at) => {
    const cell = element("th", `argot-cell-${column.kind}`);
    cell.scope = "col";
    cell.title = column.help;
    if (column.kind === "curve" || !sort) {
      cell.textContent = column.title;
    } else {
      const mark = order.at !== at ? "" : order.down ? " ↓" : " ↑";
      const button = element("button", "", column.title + mark);
      button.type = "button";
      button.addEventListener("click", () => sort(at));
      cell.append(button);
      if (mark) cell.setAttribute("aria-sort", order.down ? "descending" : "ascending");
    }
    row.append(cell);
  });
  return row;
}

const JUST_NOW = 1500; // milliseconds within which the page may not know of the last box yet

export default function ({ data, parentElement, setTriggerValue }) {
  const state = (parentElement.argotState ??= {
    order: { at: null, down: false },
    given: "",
    rows: "",
    picked: new Set(),
    pickedAt: 0,
  });
  const given = JSON.stringify(data);
  if (given === state.given) return;
  state.given = given;
  const rows = data.rows.map((row) => row.id).join("\n");
  if (data.picks && (rows !== state.rows || Date.now() - state.pickedAt > JUST_NOW)) {
    state.picked = new Set(data.picks.picked);
  }
  state.rows = rows;
  let frame = parentElement.querySelector(".argot-rows");
  if (!frame) parentElement.append((frame = element("div", "argot-rows")));

  const isTree = data.rows.some((row) => row.depth);
  const sortHere = (at) => {
    state.order.down = state.order.at === at ? !state.order.down : data.columns[at].kind !== "text";
    state.order.at = at;
    draw();
  };
  const sort = data.order ? (at) => setTriggerValue("sorted", at) : isTree ? null : sortHere;
  const acts = {
    picked: state.picked,
    open: (place) => setTriggerValue("opened", data.rows[place].id),
    pick: (id, isOn) => {
      state.pickedAt = Date.now();
      if (isOn) state.picked.add(id);
      else state.picked.delete(id);
      setTriggerValue("picked", [...state.picked]);
    },
  };
  const draw = () => {
    const parts = "a, button, input";
    const focused = frame.contains(document.activeElement) ? document.activeElement : null;
    const at = focused ? [...frame.querySelectorAll(parts)].indexOf(focused) : -1;
    const table = element("table");
    table.setAttribute("aria-label", data.label);
    const head = element("thead");
    head.append(headOf(data, data.order ?? state.order, sort));
    const body = element("tbody");
    const asGiven = data.order || isTree;
    const places = asGiven ? [...data.rows.keys()] : sorted(data, state.order);
    body.append(...places.map((place) => rowOf(data, place, acts)));
    table.append(head, body);
    frame.replaceChildren(table);
    if (at >= 0) frame.querySelectorAll(parts)[at]?.focus();
  };
  draw();
}
