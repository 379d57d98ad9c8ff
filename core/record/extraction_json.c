/* SPDX-License-Identifier: Apache-2.0 */
/* All that an article told as one JSON object: section 2 of the formats. */
#include "record/record.h"

static const char *const from_names[] = {NULL, "input", "text", "url", "html"};
static const char *const kind_names[] = {"name", "nominal", "title", "pronoun"};

static void write_headline(dgm_writer *w) {
    const dgm_clean *c = &w->doc->clean;
    dgm_json *j = &w->json;
    dgm_json_key(j, "headline");
    if (!c->headline_text.n) {
        dgm_json_null(j);
        return;
    }
    dgm_json_open(j, '{');
    dgm_json_key(j, "text"), dgm_json_str(j, c->headline_text);
    /* the input's may stand nowhere in the text, or not in these letters */
    if (dgm_span_empty(c->headline) || !dgm_str_eq(dgm_doc_span(w->doc, c->headline), c->headline_text)) {
        dgm_json_key(j, "start"), dgm_json_null(j);
        dgm_json_key(j, "end"), dgm_json_null(j);
    } else {
        dgm_write_place_of(w, c->headline);
    }
    dgm_json_close(j, '}');
}

static void write_dateline(dgm_writer *w) {
    const dgm_dateline *d = &w->doc->clean.dateline;
    dgm_json *j = &w->json;
    dgm_json_key(j, "dateline");
    if (dgm_span_empty(d->span)) {
        dgm_json_null(j);
        return;
    }
    dgm_json_open(j, '{');
    dgm_json_key(j, "place"), dgm_json_str_or_null(j, d->place);
    dgm_json_key(j, "country"), dgm_json_str_or_null(j, d->country);
    dgm_json_key(j, "date"), dgm_json_date(j, d->date);
    dgm_write_place_of(w, d->span);
    dgm_json_key(j, "text"), dgm_json_str(j, dgm_doc_span(w->doc, d->span));
    dgm_json_close(j, '}');
}

static void write_strings(dgm_writer *w, const char *key, const dgm_strs *list) {
    dgm_json_key(&w->json, key);
    dgm_json_open(&w->json, '[');
    for (uint32_t i = 0; i < list->count; i++)
        dgm_json_str(&w->json, list->items[i]);
    dgm_json_close(&w->json, ']');
}

static void write_body(dgm_writer *w) {
    dgm_json *j = &w->json;
    dgm_json_key(j, "body");
    dgm_json_open(j, '[');
    for (uint32_t i = 0; i < w->doc->clean.body.count; i++) {
        dgm_json_open(j, '{');
        dgm_write_place_of(w, w->doc->clean.body.items[i]);
        dgm_json_close(j, '}');
    }
    dgm_json_close(j, ']');
}

static void write_article(dgm_writer *w) {
    const dgm_doc *doc = w->doc;
    const dgm_clean *c = &doc->clean;
    dgm_json *j = &w->json;
    dgm_json_key(j, "article");
    dgm_json_open(j, '{');
    dgm_json_key(j, "id"), dgm_json_str(j, doc->input.id);
    dgm_json_key(j, "url"), dgm_json_str_or_null(j, doc->input.url);
    dgm_json_key(j, "source"), dgm_json_str_or_null(j, c->source);
    dgm_json_key(j, "agency"), dgm_json_str_or_null(j, c->agency);
    write_strings(w, "authors", &c->authors);
    dgm_json_key(j, "language"), dgm_json_str_or_null(j, c->language);
    write_headline(w);
    dgm_json_key(j, "published"), dgm_json_date(j, c->published);
    dgm_json_key(j, "published_at"), dgm_json_str_or_null(j, c->published_at);
    dgm_json_key(j, "published_from"), dgm_json_str_or_null(j, dgm_str_of(from_names[c->published_from]));
    write_dateline(w);
    write_body(w);
    dgm_json_key(j, "text"), dgm_json_str_or_null(j, doc->text_from_html ? doc->text : (dgm_str){0});
    dgm_json_key(j, "words"), dgm_json_int(j, doc->words);
    dgm_write_fingerprint(w);
    write_strings(w, "warnings", &doc->warnings);
    dgm_json_key(j, "extra"), dgm_json_raw(j, doc->input.extra.n ? doc->input.extra : DGM_STR("{}"));
    dgm_json_close(j, '}');
}

static void write_mention(dgm_writer *w, const dgm_mention *m) {
    const dgm_doc *doc = w->doc;
    dgm_json *j = &w->json;
    dgm_span s = {doc->tokens.items[m->first].span.start, doc->tokens.items[m->end - 1].span.end};
    dgm_json_open(j, '{');
    dgm_write_place_of(w, s);
    dgm_json_key(j, "text"), dgm_json_str(j, dgm_doc_span(doc, s));
    dgm_json_key(j, "kind"), dgm_json_text(j, kind_names[m->kind]);
    dgm_json_close(j, '}');
}

/* Mentions of each entity in order of the text, as chains. `shared`: the plural phrase by which an entity without a mention of its own is
 * named ("Kyrgyz and Tajik troops" names two). */
typedef struct chains {
    uint32_t *first, *next, *shared;
} chains;

static void write_mentions(dgm_writer *w, uint32_t entity, const chains *c) {
    const dgm_doc *doc = w->doc;
    dgm_json_key(&w->json, "mentions");
    dgm_json_open(&w->json, '[');
    for (uint32_t i = c->first[entity]; i != DGM_NONE; i = c->next[i])
        write_mention(w, &doc->mentions.items[i]);
    if (c->first[entity] == DGM_NONE)
        write_mention(w, &doc->mentions.items[c->shared[entity]]);
    dgm_json_close(&w->json, ']');
}

static void write_entity(dgm_writer *w, uint32_t i, const chains *c) {
    const dgm_entity *e = &w->doc->entities.items[i];
    dgm_json *j = &w->json;
    dgm_json_open(j, '{');
    dgm_json_key(j, "id"), dgm_json_int(j, i);
    dgm_json_key(j, "name"), dgm_json_str(j, e->name);
    dgm_json_key(j, "type"), dgm_json_text(j, dgm_entity_type_name(e->type));
    dgm_json_key(j, "role"), dgm_json_str_or_null(j, e->role);
    dgm_json_key(j, "affiliation"), dgm_json_str_or_null(j, e->affiliation);
    dgm_json_key(j, "country"), dgm_json_str_or_null(j, e->country);
    dgm_json_key(j, "code"), dgm_json_str_or_null(j, e->code);
    dgm_json_key(j, "sectors"), dgm_write_sectors(w, e->sectors);
    dgm_json_key(j, "wikidata"), dgm_json_str_or_null(j, e->wikidata);
    write_mentions(w, i, c);
    dgm_json_close(j, '}');
}

static void write_entities(dgm_writer *w, const chains *c) {
    dgm_json_key(&w->json, "entities");
    dgm_json_open(&w->json, '[');
    for (uint32_t i = 0; i < w->doc->entities.count; i++)
        if (c->first[i] != DGM_NONE ||
            c->shared[i] != DGM_NONE) /* coref leaves those that it joined without a mention */
            write_entity(w, i, c);
    dgm_json_close(&w->json, ']');
}

static void write_quotes(dgm_writer *w) {
    dgm_json *j = &w->json;
    dgm_json_key(j, "quotes");
    dgm_json_open(j, '[');
    for (uint32_t i = 0; i < w->doc->quotes.count; i++) {
        const dgm_quote *q = &w->doc->quotes.items[i];
        dgm_json_open(j, '{');
        dgm_json_key(j, "speaker");
        if (q->speaker == DGM_NONE)
            dgm_json_null(j);
        else
            dgm_json_int(j, q->speaker);
        dgm_write_place_of(w, q->span);
        dgm_json_key(j, "text"), dgm_json_str(j, q->text);
        dgm_json_key(j, "direct"), dgm_json_bool(j, q->direct);
        dgm_json_key(j, "cue"), dgm_json_str_or_null(j, dgm_doc_span(w->doc, q->cue));
        dgm_json_close(j, '}');
    }
    dgm_json_close(j, ']');
}

static bool make_chains(const dgm_doc *doc, dgm_arena *scratch, chains *out) {
    out->first = DGM_NEWS(scratch, uint32_t, (size_t)doc->entities.count + 1);
    out->next = DGM_NEWS(scratch, uint32_t, (size_t)doc->mentions.count + 1);
    out->shared = DGM_NEWS(scratch, uint32_t, (size_t)doc->entities.count + 1);
    if (!out->first || !out->next || !out->shared)
        return false;
    for (uint32_t i = 0; i < doc->entities.count; i++)
        out->first[i] = out->shared[i] = DGM_NONE;
    for (uint32_t i = doc->mentions.count; i-- > 0;) {
        uint32_t e = doc->mentions.items[i].entity;
        if (e >= doc->entities.count)
            continue;
        out->next[i] = out->first[e];
        out->first[e] = i;
    }
    return true;
}

static void share(const dgm_participants *list, uint32_t *shared) {
    for (uint32_t i = 0; i < list->count; i++)
        shared[list->items[i].entity] = list->items[i].mention;
}

/* Whom events and quotations refer to must be among the entities. */
static void share_mentions(const dgm_doc *doc, const uint32_t *events, uint32_t count, uint32_t *shared) {
    for (uint32_t i = 0; i < count; i++) {
        share(&doc->events.items[events[i]].actors, shared);
        share(&doc->events.items[events[i]].recipients, shared);
    }
    for (uint32_t i = 0; i < doc->quotes.count; i++)
        if (doc->quotes.items[i].speaker != DGM_NONE)
            shared[doc->quotes.items[i].speaker] = doc->quotes.items[i].speaker_mention;
}

int dgm_write_extraction(dgm_writer *w, dgm_arena *scratch, const uint32_t *events, uint32_t count, char (*ids)[37]) {
    dgm_json *j = &w->json;
    chains c;
    if (!make_chains(w->doc, scratch, &c))
        return DGM_MEMORY;
    share_mentions(w->doc, events, count, c.shared);
    dgm_json_open(j, '{');
    dgm_json_key(j, "schema"), dgm_json_text(j, "dragoman.extraction/1");
    write_article(w);
    write_entities(w, &c);
    dgm_json_key(j, "events");
    dgm_json_open(j, '[');
    for (uint32_t i = 0; i < count; i++)
        dgm_write_event(w, &w->doc->events.items[events[i]], (dgm_event_place){i, count, ids[i], false});
    dgm_json_close(j, ']');
    write_quotes(w);
    dgm_write_extractor(w);
    dgm_json_close(j, '}');
    return DGM_OK;
}
