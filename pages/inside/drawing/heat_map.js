// A map of many cells on a canvas: rows of bytes (units, heads, methods) over columns (tokens).
//
// The pointer, or the arrow keys, say what one cell is; a click, or Enter, chooses its row; dragging
// over columns zooms into them, a double click or Escape shows all of them again. 2,000 tokens times
// 512 units are a million cells: they are painted as one image and scaled up, not drawn one by one.
// Every text goes in as text, never as markup.

const LABELS = 46; // pixels at the left for the names of rows
const FOOT = 22; // pixels below for tokens
const SHOWN = 6; // pixels a column must have for its token to be written below it
const DRAG = 5; // pixels from which on a click is a zoom

function bytesOf(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

// From brown by the ground of the page to green, for values on both sides of 0; from the ground to
// green for shares. Both are told apart by colour-blind eyes. One 32-bit number a byte.
function palette(signed, dark) {
  const ground = dark ? [30, 36, 40] : [245, 244, 240];
  const high = dark ? [63, 184, 175] : [11, 110, 105];
  const low = dark ? [226, 150, 70] : [140, 81, 10];
  const table = new Uint8ClampedArray(256 * 4);
  for (let value = 0; value < 256; value += 1) {
    const share = signed ? (value - 127.5) / 127.5 : value / 255;
    const end = share < 0 ? low : high;
    for (let part = 0; part < 3; part += 1) {
      table[value * 4 + part] = ground[part] + (end[part] - ground[part]) * Math.abs(share);
    }
    table[value * 4 + 3] = 255;
  }
  return new Uint32Array(table.buffer);
}

function isDark(element) {
  const parts = getComputedStyle(element).getPropertyValue("--st-background-color").trim();
  const hex = /^#([0-9a-f]{6})/i.exec(parts);
  if (!hex) return false;
  const value = Number.parseInt(hex[1], 16);
  return (value >> 16) + ((value >> 8) & 255) + (value & 255) < 384;
}

class HeatMap {
  constructor(root, tell) {
    this.root = root;
    this.canvas = root.querySelector("canvas");
    this.told = root.querySelector(".told");
    this.tell = tell;
    this.choose = () => {}; // gets the cell that was clicked
    this.at = null; // [row, column] under the pointer
    this.dragged = null; // where dragging began: its column, and pixels from the left
    this.listen();
    new ResizeObserver(() => this.paint()).observe(root);
  }

  show(data) {
    // Another text is shown whole; other rows of the same text, as far as it was zoomed in.
    const text = JSON.stringify(data.columns);
    if (text !== this.given) [this.zoom, this.at] = [[0, data.columns.length], null];
    if (this.at && this.at[0] >= data.rows.length) this.at = null;
    this.given = text;
    this.data = data;
    this.bytes = bytesOf(data.values);
    this.painted = "";
    this.canvas.setAttribute("aria-label", data.label);
    this.told.textContent = data.words.hint;
    this.scale();
    this.paint();
  }

  // What the colours stand for, above the map.
  scale() {
    const table = new Uint8Array(palette(this.data.span[0] < 0, isDark(this.canvas)).buffer);
    const colours = [0, 64, 128, 191, 255].map(
      (byte) => `rgb(${table.subarray(byte * 4, byte * 4 + 3).join(" ")})`,
    );
    const bar = this.root.querySelector(".scale i");
    bar.style.background = `linear-gradient(to right, ${colours.join(", ")})`;
    const [low, high] = this.root.querySelectorAll(".scale span");
    low.textContent = this.data.span[0].toFixed(0).replace("-", "−");
    high.textContent = this.data.span[1].toFixed(0);
  }

  value(row, column) {
    const [low, high] = this.data.span;
    const byte = this.bytes[row * this.data.columns.length + column];
    return low + ((high - low) * byte) / 255;
  }

  // One pixel a cell of the columns in sight; painted once for every zoom, not at every move.
  image() {
    const [first, last] = this.zoom;
    const dark = isDark(this.canvas);
    const painted = `${first} ${last} ${dark}`;
    if (this.painted === painted) return this.small;
    const { rows, columns, span } = this.data;
    const table = palette(span[0] < 0, dark);
    const image = new ImageData(last - first, rows.length);
    const pixels = new Uint32Array(image.data.buffer);
    let to = 0;
    for (let row = 0; row < rows.length; row += 1) {
      const start = row * columns.length;
      for (let column = first; column < last; column += 1) {
        pixels[to] = table[this.bytes[start + column]];
        to += 1;
      }
    }
    this.small = document.createElement("canvas");
    [this.small.width, this.small.height] = [image.width, image.height];
    this.small.getContext("2d").putImageData(image, 0, 0);
    this.painted = painted;
    return this.small;
  }

  paint() {
    if (!this.data) return;
    const width = Math.max(160, this.canvas.parentElement.clientWidth);
    const { rows, columns, row_height: rowHeight } = this.data;
    const height = rows.length * rowHeight + FOOT;
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = width * ratio;
    this.canvas.height = height * ratio;
    this.canvas.style.height = `${height}px`;
    const pen = this.canvas.getContext("2d");
    pen.scale(ratio, ratio);
    pen.clearRect(0, 0, width, height);
    const [first, last] = this.zoom;
    this.cell = (width - LABELS) / (last - first);
    pen.imageSmoothingEnabled = false;
    pen.drawImage(this.image(), LABELS, 0, width - LABELS, rows.length * rowHeight);
    const style = getComputedStyle(this.canvas);
    pen.fillStyle = style.color;
    pen.font = `${Math.min(12, rowHeight)}px ${style.fontFamily}`;
    pen.textBaseline = "middle";
    if (rowHeight >= 11) {
      pen.textAlign = "right";
      rows.forEach((row, at) =>
        pen.fillText(row.name, LABELS - 6, (at + 0.5) * rowHeight, LABELS - 8),
      );
    }
    pen.textAlign = "center";
    pen.font = `${Math.min(12, Math.max(9, this.cell * 1.3))}px ${style.fontFamily}`;
    for (let column = first; this.cell >= SHOWN && column < last; column += 1) {
      const x = LABELS + (column - first + 0.5) * this.cell;
      pen.fillText(columns[column], x, height - FOOT / 2, this.cell + 4);
    }
    this.frame(pen, rowHeight);
  }

  // A line around what is chosen, and around the cell that is told about.
  frame(pen, rowHeight) {
    const { chosen, rows } = this.data;
    pen.strokeStyle = getComputedStyle(this.canvas).color;
    pen.lineWidth = 2;
    const width = this.cell * (this.zoom[1] - this.zoom[0]);
    const place = rows.findIndex((row) => row.id === chosen);
    if (place >= 0) pen.strokeRect(LABELS, place * rowHeight, width, rowHeight);
    if (!this.at) return;
    const [row, column] = this.at;
    pen.lineWidth = 1;
    const x = LABELS + (column - this.zoom[0]) * this.cell;
    pen.strokeRect(x, row * rowHeight, Math.max(2, this.cell), rowHeight);
  }

  cellUnder(event) {
    const box = this.canvas.getBoundingClientRect();
    const row = Math.floor((event.clientY - box.top) / this.data.row_height);
    const column =
      this.zoom[0] + Math.floor((event.clientX - box.left - LABELS) / this.cell);
    const inside = row >= 0 && row < this.data.rows.length;
    return inside && column >= this.zoom[0] && column < this.zoom[1] ? [row, column] : null;
  }

  point(at) {
    this.at = at;
    if (at) this.tell(this.told, this.data, at, this.value(...at));
    this.paint();
  }

  listen() {
    const { canvas } = this;
    canvas.onpointermove = (event) => this.point(this.cellUnder(event) ?? this.at);
    canvas.onpointerdown = (event) => {
      const under = this.cellUnder(event);
      this.dragged = under && [under[1], event.clientX];
    };
    canvas.onpointerup = (event) => {
      const under = this.cellUnder(event);
      const from = this.dragged;
      this.dragged = null;
      if (!under || from === null) return;
      const [column, left] = from;
      if (Math.abs(event.clientX - left) < DRAG) {
        this.point(under);
        this.chooseCell();
        return;
      }
      this.zoom = [Math.min(column, under[1]), Math.max(column, under[1]) + 1];
      this.paint();
    };
    canvas.ondblclick = () => this.showAll();
    canvas.onkeydown = (event) => {
      const step = {
        ArrowRight: [0, 1],
        ArrowLeft: [0, -1],
        ArrowDown: [1, 0],
        ArrowUp: [-1, 0],
      }[event.key];
      if (event.key === "Escape") this.showAll();
      else if (event.key === "Enter" && this.at) this.chooseCell();
      else if (step) {
        const [row, column] = this.at ?? [0, this.zoom[0] - step[1]];
        this.point([
          Math.min(this.data.rows.length - 1, Math.max(0, row + step[0])),
          Math.min(this.zoom[1] - 1, Math.max(this.zoom[0], column + step[1])),
        ]);
      } else return;
      event.preventDefault();
    };
  }

  chooseCell() {
    const [row, column] = this.at;
    this.choose({ row: this.data.rows[row].id, column });
  }

  showAll() {
    this.zoom = [0, this.data.columns.length];
    this.paint();
  }
}

function tell(place, data, [row, column], value) {
  const token = document.createElement("code");
  token.textContent = data.columns[column];
  const about = data.words.about.replace("{row}", data.rows[row].told);
  place.replaceChildren(`${about} · `, token, ` (${column + 1}) · ${value.toFixed(2).replace("-", "−")}`);
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".heat");
  if (!root || !data) return;
  root.map ??= new HeatMap(root, tell);
  root.map.choose = (cell) => setTriggerValue("cell", cell);
  root.map.show(data);
}
