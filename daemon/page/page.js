// SPDX-License-Identifier: Apache-2.0
// Shows what /status and /recent say, and how a pasted article is read. Everything that comes from articles goes in as text, never as markup.
"use strict";

const UNSURE = 0.3;
const $ = id => document.getElementById(id);

function element(name, text, className) {
  const e = document.createElement(name);
  if (text !== undefined && text !== null) e.textContent = text;
  if (className) e.className = className;
  return e;
}

function fill(table, rows) {
  const body = $(table).tBodies[0];
  body.replaceChildren(...rows.map(cells => {
    const row = element("tr");
    row.append(...cells.map(c => element("td", c)));
    return row;
  }));
  $(table).hidden = rows.length === 0;
}

const number = n => n === null || n === undefined ? "–" : Number(n).toLocaleString("en");
const people = list => (list || []).map(p => p.name + (p.code ? ` (${p.code})` : "")).join(", ");
const day = d => !d ? "" : d.start === d.end || !d.end ? d.start : `${d.start} – ${d.end}`;
const place = p => !p ? "" : p.name + (p.country && p.precision !== "country" ? ` (${p.country})` : "");

function showStatus(s) {
  $("state").textContent = s.state + (s.ready ? "" : ": " + s.why.trim().split("\n").join("; "));
  $("state").className = s.ready ? "good" : "bad";
  const facts = [["articles", `${number(s.counts.articles)} (${s.articles_per_second.toFixed(1)} a second), ${number(s.counts.in_flight)} in flight`],
    ["events", number(s.counts.events)], ["dead letters", number(s.counts.dead_letters)], ["lag", number(s.lag)],
    ["transactions", `${number(s.counts.commits)} committed, ${number(s.counts.aborts)} aborted`], ["group", s.group + (s.instance ? `, ${s.instance}` : "")],
    ["version", s.version], ["model", s.model], ["configuration", s.config || "defaults"], ["since", new Date(s.started * 1000).toISOString()]];
  if (s.last_error) facts.push(["error", s.last_error]);
  $("facts").replaceChildren(...facts.flatMap(([k, v]) => [element("dt", k), element("dd", v)]));
  fill("partitions", s.partitions.map(p => [p.topic, p.partition, number(p.next < 0 ? null : p.next), number(p.lag), number(p.lag_stable)]));
}

function showRecent(r) {
  fill("events", r.events.map(e => [e.type + (e.modes && e.modes.length ? "/" + e.modes.join("+") : ""), people(e.actors), people(e.recipients), day(e.date),
    place(e.place), e.trigger && e.trigger.text, e.status, e.confidence]));
  fill("dead", r.dead.map(d => [d.code, d.what, d.article, `${d.topic}/${d.partition}@${d.offset}`]));
}

async function refresh() {
  try {
    const [status, recent] = await Promise.all(["status", "recent"].map(async u => (await fetch(u)).json()));
    showStatus(status);
    showRecent(recent);
  } catch (e) {
    $("state").textContent = "no answer from the daemon";
    $("state").className = "bad";
  }
}

// The text in pieces, each with the classes of what it belongs to. Spans count code points.
function mark(text, extraction) {
  const points = Array.from(text), classes = points.map(() => new Set());
  const cover = (span, name) => { for (let i = span.start; i < span.end && i < points.length; i++) classes[i].add(name); };
  for (const entity of extraction.entities) for (const m of entity.mentions) cover(m, "entity");
  for (const event of extraction.events) for (const m of [event.trigger, ...event.mentions]) {
    cover(m, "event");
    if (event.confidence < UNSURE) cover(m, "unsure");
  }
  const out = document.createDocumentFragment();
  for (let i = 0, from = 0; i <= points.length; i++) {
    const here = i < points.length ? [...classes[i]].join(" ") : null, before = i ? [...classes[i - 1]].join(" ") : "";
    if (i && here !== before) {
      out.append(element("span", points.slice(from, i).join(""), before));
      from = i;
    }
  }
  return out;
}

function tell(event) {
  const box = element("div", null, "told");
  box.append(element("p", `${event.type}${event.modes.length ? "/" + event.modes.join("+") : ""} · ${event.status} · confidence ${event.confidence}`),
    element("p", `${people(event.actors) || "nobody"} → ${people(event.recipients) || "nobody"}`),
    element("p", [day(event.date), place(event.place), event.contexts.join(", "), event.attribution && `says ${event.attribution.name}`].filter(Boolean).join(" · ")),
    element("p", `“${event.trigger.text}” in: ${event.sentence.text}`));
  return box;
}

async function read(submit) {
  submit.preventDefault();
  const text = $("text").value;
  $("reading").textContent = "reading …";
  $("result").hidden = true;
  try {
    const answer = await fetch("read", { method: "POST", headers: { "X-Dragoman": "read", "Content-Type": "text/plain; charset=utf-8" }, body: text });
    const got = answer.ok ? await answer.json() : { error: await answer.text() };
    $("reading").textContent = got.error ? `${got.error}${got.code ? ` (${got.code})` : ""}` :
      `${got.extraction.events.length} events, ${got.extraction.entities.length} names, ${got.extraction.quotes.length} quotations`;
    if (got.error) return;
    $("marked").replaceChildren(mark(text, got.extraction));
    $("told").replaceChildren(...got.extraction.events.map(tell));
    $("why").textContent = got.why;
    $("trees").textContent = got.trees;
    $("result").hidden = false;
  } catch (e) {
    $("reading").textContent = "no answer from the daemon";
  }
}

$("read").addEventListener("submit", read);
refresh();
setInterval(refresh, 2000);
