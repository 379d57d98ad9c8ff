/* SPDX-License-Identifier: Apache-2.0 */
/* One event as JSON: section 3 of the formats. */
#include <stdio.h>
#include <string.h>

#include "record/record.h"

static const char *const status_names[DGM_STATUS_COUNT] = {"happened",     "ongoing", "future",
                                                           "hypothetical", "negated", "historical"};
static const char *const precision_names[] = {NULL, "day", "week", "month", "season", "year", "decade"};
static const char *const where_names[] = {NULL, "site", "city", "region", "country"};
static const char *const ground_names[] = {NULL, "sentence", "dateline", "published", "article"};

static void write_participant(dgm_writer *w, dgm_participant p) {
    const dgm_entity *e = &w->doc->entities.items[p.entity];
    dgm_json *j = &w->json;
    dgm_span span = {0};
    if (p.mention != DGM_NONE) {
        const dgm_mention *m = &w->doc->mentions.items[p.mention];
        span = (dgm_span){w->doc->tokens.items[m->first].span.start, w->doc->tokens.items[m->end - 1].span.end};
    }
    dgm_json_open(j, '{');
    dgm_json_key(j, "entity"), dgm_json_int(j, p.entity);
    dgm_json_key(j, "name"), dgm_json_str(j, e->name);
    dgm_json_key(j, "type"), dgm_json_text(j, dgm_entity_type_name(e->type));
    dgm_json_key(j, "code"), dgm_json_str_or_null(j, e->code);
    dgm_json_key(j, "country"), dgm_json_str_or_null(j, e->country);
    dgm_json_key(j, "sectors"), dgm_write_sectors(w, e->sectors | p.sectors);
    dgm_json_key(j, "role"), dgm_json_str_or_null(j, e->role);
    dgm_json_key(j, "wikidata"), dgm_json_str_or_null(j, e->wikidata);
    dgm_json_key(j, "span"), dgm_write_span(w, span);
    dgm_json_close(j, '}');
}

static void write_participants(dgm_writer *w, const char *key, const dgm_participants *list) {
    dgm_json_key(&w->json, key);
    dgm_json_open(&w->json, '[');
    for (uint32_t i = 0; i < list->count; i++)
        write_participant(w, list->items[i]);
    dgm_json_close(&w->json, ']');
}

/* Both ends are whole days, whatever the precision: every reader of dates can parse them. */
static dgm_date first_day(dgm_date d) { return (dgm_date){d.year, d.month ? d.month : 1, d.day ? d.day : 1}; }

static dgm_date last_day(dgm_date d) {
    uint8_t month = d.month ? d.month : 12;
    return (dgm_date){d.year, month, d.day ? d.day : dgm_date_month_days(d.year, month)};
}

static void write_date(dgm_writer *w, const dgm_when *when) {
    dgm_json *j = &w->json;
    dgm_json_key(j, "date");
    if (when->precision == DGM_PRECISION_NONE || !when->start.year) {
        dgm_json_null(j);
        return;
    }
    dgm_json_open(j, '{');
    dgm_json_key(j, "start"), dgm_json_date(j, first_day(when->start));
    dgm_json_key(j, "end"), dgm_json_date(j, last_day(when->end.year ? when->end : when->start));
    dgm_json_key(j, "precision"), dgm_json_text(j, precision_names[when->precision]);
    dgm_json_key(j, "from"), dgm_json_str_or_null(j, dgm_str_of(ground_names[when->from]));
    dgm_json_key(j, "span"), dgm_write_span(w, when->span);
    dgm_json_close(j, '}');
}

static void write_where(dgm_writer *w, const dgm_where *where) {
    dgm_json *j = &w->json;
    dgm_json_key(j, "place");
    if (where->precision == DGM_WHERE_NONE) {
        dgm_json_null(j);
        return;
    }
    dgm_json_open(j, '{');
    dgm_json_key(j, "name"), dgm_json_str(j, where->name);
    dgm_json_key(j, "country"), dgm_json_str_or_null(j, where->country);
    dgm_json_key(j, "admin1"), dgm_json_str_or_null(j, where->admin1);
    dgm_json_key(j, "lat");
    if (where->located)
        dgm_json_real(j, (double)where->lat, 4);
    else
        dgm_json_null(j);
    dgm_json_key(j, "lon");
    if (where->located)
        dgm_json_real(j, (double)where->lon, 4);
    else
        dgm_json_null(j);
    dgm_json_key(j, "geonames");
    if (where->geonames)
        dgm_json_int(j, where->geonames);
    else
        dgm_json_null(j);
    dgm_json_key(j, "precision"), dgm_json_text(j, where_names[where->precision]);
    dgm_json_key(j, "from"), dgm_json_str_or_null(j, dgm_str_of(ground_names[where->from]));
    dgm_json_key(j, "span"), dgm_write_span(w, where->span);
    dgm_json_close(j, '}');
}

static void write_attribution(dgm_writer *w, const dgm_event *e) {
    dgm_json *j = &w->json;
    dgm_json_key(j, "attribution");
    if (e->speaker == DGM_NONE && dgm_span_empty(e->cue)) {
        dgm_json_null(j);
        return;
    }
    dgm_json_open(j, '{');
    dgm_json_key(j, "entity");
    if (e->speaker == DGM_NONE)
        dgm_json_null(j);
    else
        dgm_json_int(j, e->speaker);
    dgm_json_key(j, "name");
    dgm_json_str_or_null(j, e->speaker == DGM_NONE ? (dgm_str){0} : w->doc->entities.items[e->speaker].name);
    dgm_json_key(j, "cue"), dgm_json_str_or_null(j, dgm_doc_span(w->doc, e->cue));
    dgm_json_key(j, "span"), dgm_write_span(w, e->speaker_span);
    dgm_json_close(j, '}');
}

static void write_count(dgm_writer *w, const char *key, int64_t count) {
    dgm_json_key(&w->json, key);
    if (count < 0)
        dgm_json_null(&w->json);
    else
        dgm_json_int(&w->json, count);
}

static void write_magnitude(dgm_writer *w, const dgm_magnitude *m) {
    dgm_json *j = &w->json;
    dgm_json_key(j, "magnitude");
    dgm_json_open(j, '{');
    write_count(w, "killed", m->killed);
    write_count(w, "wounded", m->wounded);
    write_count(w, "detained", m->detained);
    write_count(w, "displaced", m->displaced);
    write_count(w, "troops", m->troops);
    dgm_json_key(j, "amount");
    if (m->amount >= 0) {
        dgm_json_open(j, '{');
        dgm_json_key(j, "value"), dgm_json_real(j, m->amount, 2);
        dgm_json_key(j, "currency"), dgm_json_str_or_null(j, dgm_str_of(m->currency));
        dgm_json_close(j, '}');
    } else {
        dgm_json_null(j);
    }
    dgm_json_close(j, '}');
}

/* PLOVER: of several modes the one with the largest absolute score. */
static int score10(const dgm_event *e) {
    int score = e->mode_count ? 0 : dgm_event_score10(e->type);
    for (uint32_t i = 0; i < e->mode_count; i++) {
        int s = dgm_mode_score10(e->modes[i]);
        if (i == 0 || (s < 0 ? -s : s) > (score < 0 ? -score : score))
            score = s;
    }
    return score;
}

static void write_codes(dgm_writer *w, const dgm_event *e) {
    dgm_json *j = &w->json;
    dgm_hits hits;
    dgm_json_key(j, "type"), dgm_json_text(j, dgm_event_name(e->type));
    dgm_json_key(j, "modes");
    dgm_json_open(j, '[');
    for (uint32_t i = 0; i < e->mode_count; i++)
        dgm_json_text(j, dgm_mode_name(e->modes[i]));
    dgm_json_close(j, ']');
    dgm_json_key(j, "contexts");
    dgm_json_open(j, '[');
    for (unsigned i = 0; i < DGM_CONTEXT_COUNT; i++)
        if (e->contexts >> i & 1)
            dgm_json_text(j, dgm_context_name(i));
    dgm_json_close(j, ']');
    dgm_str cameo = dgm_str_of(e->cameo);
    dgm_json_key(j, "cameo"), dgm_json_str_or_null(j, cameo);
    dgm_json_key(j, "goldstein");
    if (w->know->scored && cameo.n && dgm_index_find(&w->know->codes, cameo, &hits))
        dgm_json_real(j, dgm_table_real(&w->know->cameo, dgm_hits_at(&hits, 0).row, w->know->goldstein), 1);
    else
        dgm_json_null(j);
    dgm_json_key(j, "quad"), dgm_json_text(j, dgm_event_quad(e->type));
    dgm_json_key(j, "score"), dgm_json_real(j, score10(e) / 10.0, 1);
    dgm_json_key(j, "status"), dgm_json_text(j, status_names[e->status]);
}

static void write_evidence(dgm_writer *w, const dgm_event *e) {
    dgm_json *j = &w->json;
    dgm_json_key(j, "trigger"), dgm_write_span(w, e->trigger);
    dgm_json_key(j, "sentence"), dgm_write_span(w, w->doc->sentences.items[e->sentence].span);
    write_attribution(w, e);
    write_magnitude(w, &e->magnitude);
    dgm_json_key(j, "mentions");
    dgm_json_open(j, '[');
    for (uint32_t i = 0; i < e->mentions.count; i++)
        if (!dgm_span_empty(e->mentions.items[i]))
            dgm_write_span(w, e->mentions.items[i]);
    dgm_json_close(j, ']');
    dgm_json_key(j, "confidence"), dgm_json_real(j, e->confidence / 1000.0, 3);
}

static void write_article(dgm_writer *w) {
    const dgm_doc *doc = w->doc;
    dgm_json *j = &w->json;
    dgm_json_key(j, "article");
    dgm_json_open(j, '{');
    dgm_json_key(j, "id"), dgm_json_str(j, doc->input.id);
    dgm_json_key(j, "url"), dgm_json_str_or_null(j, doc->input.url);
    dgm_json_key(j, "source"), dgm_json_str_or_null(j, doc->clean.source);
    dgm_json_key(j, "agency"), dgm_json_str_or_null(j, doc->clean.agency);
    dgm_json_key(j, "language"), dgm_json_str_or_null(j, doc->clean.language);
    dgm_json_key(j, "headline"), dgm_json_str_or_null(j, doc->clean.headline_text);
    dgm_json_key(j, "published"), dgm_json_date(j, doc->clean.published);
    dgm_json_key(j, "published_at"), dgm_json_str_or_null(j, doc->clean.published_at);
    dgm_write_fingerprint(w);
    dgm_json_close(j, '}');
}

void dgm_write_event(dgm_writer *w, const dgm_event *e, dgm_event_place at) {
    dgm_json *j = &w->json;
    char key[24];
    snprintf(key, sizeof key, "k-%016llx", (unsigned long long)e->key);
    dgm_json_open(j, '{');
    if (at.whole)
        dgm_json_key(j, "schema"), dgm_json_text(j, "dragoman.event/1");
    dgm_json_key(j, "id"), dgm_json_text(j, at.id);
    dgm_json_key(j, "key"), dgm_json_text(j, key);
    dgm_json_key(j, "index"), dgm_json_int(j, at.index);
    dgm_json_key(j, "count"), dgm_json_int(j, at.count);
    write_codes(w, e);
    write_participants(w, "actors", &e->actors);
    write_participants(w, "recipients", &e->recipients);
    write_date(w, &e->when);
    write_where(w, &e->where);
    write_evidence(w, e);
    if (at.whole) {
        write_article(w);
        dgm_write_extractor(w);
    }
    dgm_json_close(j, '}');
}
