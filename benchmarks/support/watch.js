// Runs in the page before anything else does: notes when something was drawn, clicked, sent and
// received. Times are milliseconds since 1970, so that they compare with those of other processes.
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const log = { drawn: 0, pending: false, draws: [], clicked: 0, sent: [], received: [], seen: {} };
  window.argotWatch = log;

  // "Drawn" is when the frame that shows the change is on its way to the screen.
  const changed = () => {
    if (log.pending) return;
    log.pending = true;
    requestAnimationFrame(() => setTimeout(() => {
      log.pending = false;
      log.drawn = now();
      log.draws.push(log.drawn);
    }));
  };

  const isContent = (node) => {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    return element !== null && element.closest("[data-testid='stMain']") !== null;
  };
  new MutationObserver((records) => {
    if (!records.some((record) => isContent(record.target))) return;
    changed();
    if (log.wanted === undefined || log.wanted in log.seen) return;
    const values = [...document.querySelectorAll("[data-testid='stMetricValue']")];
    if (values.some((value) => value.textContent.trim() === log.wanted)) {
      log.seen[log.wanted] = now();
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });

  for (const name of ["clearRect", "fillRect"]) {  // charts and tables draw on a canvas
    const original = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...given) {
      if (this.canvas.isConnected) changed();
      return original.apply(this, given);
    };
  }

  document.addEventListener("click", () => { log.clicked = now(); }, true);

  const size = (data) => data.byteLength ?? data.size ?? data.length;
  // A part of the page that asks to be drawn again says which it is, by 32 hexadecimal digits.
  const part = (data) => /[0-9a-f]{32}/.exec(new TextDecoder("latin1").decode(data))?.[0] ?? "";
  window.WebSocket = class extends window.WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", (event) => log.received.push([now(), size(event.data)]));
    }
    send(data) {
      log.sent.push([now(), part(data)]);
      super.send(data);
    }
  };
})();
