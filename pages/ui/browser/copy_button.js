// A button that puts a text into the clipboard. Where the page is not on this machine and not behind
// HTTPS, browsers have no clipboard for scripts: there the text is marked and copied as by hand.

const SHOWN = 2000; // milliseconds for which the button says what it did

async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return true;
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

export default function ({ data, parentElement }) {
  let button = parentElement.querySelector(".argot-copy");
  if (!button) {
    button = document.createElement("button");
    button.type = "button";
    button.className = "argot-copy";
    parentElement.append(button);
  }
  button.textContent = data.label;
  button.onclick = async () => {
    const done = await copy(data.text).catch(() => false);
    button.textContent = done ? data.done : data.failed;
    button.dataset.done = String(done);
    setTimeout(() => {
      button.textContent = data.label;
      button.dataset.done = "false";
    }, SHOWN);
  };
}
