// Names as one types: every field with data-suggest gets a list below it, to be used with mouse or keys.
//
// data-suggest=""      choosing an entity opens its page
// data-suggest="fill"  choosing one writes its name into the field
// data-suggest="pick"  choosing one sends the event "pick" with the entity as its detail

const WAIT = 120; // milliseconds without a keystroke before the server is asked
const MOST = 8;
let count = 0;

/** The page of an entity (an IRI of the graph's own) on this site. */
export function page(iri) {
  const { base } = document.documentElement.dataset;
  return `/id/${encodeURI(iri.slice(base.length)).replaceAll("%25", "%")}`; // an escape of the IRI stays what it is
}

async function search(text, limit) {
  const response = await fetch(`/api/search?limit=${limit}&q=${encodeURIComponent(text)}`);
  return response.ok ? (await response.json()).matches : null;
}

class Suggestions {
  constructor(input) {
    this.input = input;
    this.way = input.dataset.suggest;
    this.asked = 0;
    this.found = [];
    this.at = -1;
    this.list = document.createElement("ul");
    this.list.className = "suggestions";
    this.list.id = `suggestions-${++count}`;
    this.list.setAttribute("role", "listbox");
    this.list.hidden = true;
    input.parentElement.classList.add("suggesting");
    input.after(this.list);
    for (const [name, value] of Object.entries({
      role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
    })) input.setAttribute(name, value);
    input.addEventListener("input", () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.ask(), WAIT); });
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => {
      const item = event.target.closest("li");
      event.preventDefault();
      if (item) this.choose(this.found[Number(item.dataset.number)]);
    });
  }

  async ask() {
    const text = this.input.value.trim();
    const mine = ++this.asked;
    if (!text) return this.close();
    const found = await (globalThis.fangzhiSearch ?? search)(text, MOST); // a page without a server has its own
    return mine === this.asked && found ? this.show(found) : undefined;
  }

  show(found) {
    this.found = found;
    this.at = -1;
    this.list.replaceChildren(...found.map((one, number) => {
      const item = document.createElement("li");
      item.id = `${this.list.id}-${number}`;
      item.dataset.number = String(number);
      item.setAttribute("role", "option");
      item.className = `t-${one.type}`;
      const kind = document.createElement("small");
      kind.textContent = document.documentElement.lang === "en" ? one.type : one.typeLabel;
      item.append(document.createElement("i"), one.name === one.label ? one.label : `${one.name} → ${one.label}`, kind);
      return item;
    }));
    this.list.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") this.close();
    if (event.key === "Enter" && (this.at >= 0 || this.way === "pick")) {
      event.preventDefault();
      const chosen = this.found[Math.max(this.at, 0)];
      if (chosen) this.choose(chosen); else this.ask().then(() => this.found[0] && this.choose(this.found[0]));
    }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && this.found.length) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.at = (this.at + step + this.found.length + (this.at < 0 && step < 0 ? 1 : 0)) % this.found.length;
      [...this.list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === this.at)));
      this.input.setAttribute("aria-activedescendant", this.list.children[this.at].id);
    }
  }

  choose(one) {
    this.close();
    if (this.way === "fill") this.input.value = one.name;
    else if (this.way === "pick") {
      this.input.value = one.label;
      this.input.dispatchEvent(new CustomEvent("pick", { detail: one, bubbles: true }));
    } else location.href = page(one.iri);
  }

  close() {
    this.asked++;
    this.found = [];
    this.at = -1;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

for (const input of document.querySelectorAll("[data-suggest]")) new Suggestions(input);
