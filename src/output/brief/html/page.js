"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const form = byId("find");

  // A link into a text that is folded away opens it.
  const reveal = () => {
    const target = byId(location.hash.slice(1));
    const details = target && target.closest("details");
    if (details && !details.open) {
      details.open = true;
      target.scrollIntoView({ block: "center" });
    }
  };
  addEventListener("hashchange", reveal);
  reveal();
  if (!form) return;

  const words = byId("words");
  const topic = byId("topic");
  const shown = byId("shown");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const sections = Array.from(document.querySelectorAll("main > section[id]"), (section) => ({
    section,
    articles: Array.from(section.querySelectorAll("article"), (article) => ({ article, text: null })),
  }));

  const find = () => {
    const wanted = fold(words.value).split(/\s+/).filter(Boolean);
    const matches = (entry) => {
      if (wanted.length === 0) return true;
      entry.text ??= fold(entry.article.textContent);
      return wanted.every((word) => entry.text.includes(word));
    };
    let n = 0;
    let total = 0;
    for (const { section, articles } of sections) {
      const isChosen = topic.value === "" || topic.value === section.id;
      let found = 0;
      for (const entry of articles) {
        const isShown = isChosen && matches(entry);
        entry.article.hidden = !isShown;
        found += isShown;
      }
      section.hidden = found === 0;
      n += found;
      total += articles.length;
    }
    shown.textContent = n === total ? "" : `${n} of ${total} shown`;
  };

  let timer;
  words.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(find, 120);
  });
  topic.addEventListener("change", find);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    find();
  });
  addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, select, textarea");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      words.focus();
    } else if (event.key === "Escape" && event.target === words) {
      words.value = "";
      find();
    }
  });
  // A link to a topic that is filtered away shows it again.
  document.querySelector("nav").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const target = link && byId(link.hash.slice(1));
    if (target && target.hidden) {
      words.value = "";
      topic.value = "";
      find();
    }
  });
  form.hidden = false;
  // The browser may have kept what was typed before a reload.
  find();
})();
