/* SPDX-License-Identifier: Apache-2.0 */
/* Whose police, whose court, whose protesters: the country of who is named without one. The countries that the sentence, its
 * neighbours and the article name are candidates; a linear model over few features that a person can read (homeland.def) weighs
 * them. */
#include "entity/homeland.h"

#include <math.h>
#include <string.h>

#define SENTENCE_MOST 120u /* tokens looked at */
#define LATEST_BACK 8u     /* sentences */
#define CLIMB 6u
#define BODIES_LOOKS 2000u
#define NAMESAKES 12u /* of a place that come into question */

static const uint32_t rooted = 1u << DGM_SECTOR_GOV | 1u << DGM_SECTOR_LEG | 1u << DGM_SECTOR_OPP |
                               1u << DGM_SECTOR_PTY | 1u << DGM_SECTOR_REB | 1u << DGM_SECTOR_JUD |
                               1u << DGM_SECTOR_COP | 1u << DGM_SECTOR_MIL;

static const char *const names[DGM_HOMES] = {
#define H(name) #name,
#include "entity/homeland.def"
#undef H
};
const char *dgm_home_name(unsigned feature) { return names[feature]; }

void dgm_homes_open(const dgm_store *store, dgm_entity_knowledge *k) {
    dgm_table table;
    dgm_index index;
    dgm_hits hits;
    if (dgm_store_table(store, "homelands", &table) != DGM_OK || dgm_table_index(&table, "name", &index) != DGM_OK)
        return;
    int columns[2] = {dgm_table_column(&table, "weight"), dgm_table_column(&table, "place")};
    for (unsigned i = 0; i < 2 * DGM_HOMES; i++)
        if (columns[i % 2] >= 0 && dgm_index_find(&index, dgm_str_of(names[i / 2]), &hits))
            k->homes[i % 2][i / 2] = dgm_table_real(&table, dgm_hits_at(&hits, 0).row, columns[i % 2]);
}

/* ---- candidates ------------------------------------------------------------------------------------------------------- */

static float *row_of(dgm_home_view *view, dgm_str code) {
    if (code.n == 0)
        return NULL;
    for (uint32_t i = 0; i < view->count; i++)
        if (dgm_str_eq(view->codes[i], code))
            return view->x[i];
    if (view->count == DGM_HOME_CANDIDATES)
        return NULL;
    view->codes[view->count] = code;
    return view->x[view->count++];
}

static void mark(dgm_home_view *view, dgm_str code, unsigned feature) {
    float *x = row_of(view, code);
    if (x)
        x[feature] = 1;
}

static bool international(const dgm_reader *r, const dgm_found *f, uint32_t *sectors) {
    bool ok;
    *sectors = dgm_sectors_of(dgm_table_str(&r->know->organisations, f->row, r->know->organisation.sectors), &ok);
    return *sectors >> DGM_SECTOR_IGO & 1;
}

dgm_str dgm_home_of(const dgm_builder *b, const dgm_found *f) {
    const dgm_reader *r = b->r;
    dgm_str code = {0};
    if (f->kind == DGM_FOUND_ROLE)
        return code;
    uint32_t sectors;
    if (f->kind == DGM_FOUND_ORGANISATION) {
        code = dgm_str_of(dgm_table_str(&r->know->organisations, f->row, r->know->organisation.code));
        if (international(r, f, &sectors))
            return code;
    } else if (f->kind == DGM_FOUND_HOLDER || (f->kind == DGM_FOUND_NAME && !f->country.n)) {
        const dgm_entity *e = f->entity == DGM_NONE ? NULL : &b->doc->entities.items[f->entity];
        code = e && e->confidence >= 700 ? e->country : code;
    } else
        return dgm_found_country(r, f);
    return dgm_country_is_counted(r, code) ? code : (dgm_str){0};
}

bool dgm_home_is_scene(const dgm_doc *doc, const dgm_found *f) {
    static const char *const where[] = {"in", "at", "near", "outside", "around", "across", "inside", "throughout"};
    for (uint32_t t = f->first; t < f->end; t++) {
        uint32_t prep = dgm_tree_case(doc, t);
        for (size_t i = 0; prep != DGM_NONE && i < sizeof where / sizeof where[0]; i++)
            if (dgm_tree_lemma_is(doc, prep, where[i]))
                return true;
    }
    return false;
}

uint32_t dgm_home_clause(const dgm_doc *doc, uint32_t t) {
    const dgm_token *token = doc->tokens.items;
    for (uint32_t i = 0; i < CLIMB && token[t].head != DGM_NONE; i++) {
        t = token[t].head;
        if (token[t].upos == DGM_UPOS_VERB)
            return t;
    }
    return t;
}

static bool definite(const dgm_doc *doc, const dgm_found *f) {
    uint32_t det = dgm_tree_child_rel(doc, f->end - 1, DGM_REL_DET);
    return det != DGM_NONE && dgm_tree_lemma_is(doc, det, "the");
}

static unsigned kind_of(const dgm_builder *b, const dgm_found *f) {
    switch (f->kind == DGM_FOUND_NAME && f->type == DGM_ENTITY_PLACE ? DGM_FOUND_PLACE : f->kind) {
    case DGM_FOUND_PLACE:
    case DGM_FOUND_REGION:
        return dgm_home_is_scene(b->doc, f) ? DGM_HOME_scene : DGM_HOME_town;
    case DGM_FOUND_ADJECTIVE:
        return DGM_HOME_adjective;
    case DGM_FOUND_HOLDER:
    case DGM_FOUND_NAME:
    case DGM_FOUND_ORGANISATION:
        return DGM_HOME_official;
    default:
        return dgm_home_is_scene(b->doc, f) ? DGM_HOME_scene : DGM_HOME_named;
    }
}

static unsigned rooted_kind(unsigned kind) {
    return kind == DGM_HOME_named       ? DGM_HOME_named_rooted
           : kind == DGM_HOME_adjective ? DGM_HOME_adjective_rooted
           : kind == DGM_HOME_official  ? DGM_HOME_official_rooted
                                        : DGM_HOMES;
}

/* ---- what the sentences say -------------------------------------------------------------------------------------------- */

typedef void each_found(const dgm_builder *b, const dgm_found *g, dgm_str code, void *arg);

static void each(const dgm_builder *b, uint32_t sentence, each_found *told, void *arg) {
    const dgm_sentence *s = &b->doc->sentences.items[sentence];
    const dgm_reader *r = b->r;
    for (uint32_t t = s->first; t < s->end && t < s->first + SENTENCE_MOST; t++) {
        const dgm_found *g = r->at[t] == DGM_NONE ? NULL : &r->found.items[r->at[t]];
        if (!g || g->first != t)
            continue;
        dgm_str code = dgm_home_of(b, g);
        if (code.n)
            told(b, g, code, arg);
    }
}

typedef struct nearness {
    dgm_home_view *view;
    const dgm_found *f;
    uint32_t clause;
    dgm_str before, after;
    bool rooted;
} nearness;

/* A candidate at all? An international body is only for words of its own sector: "the court", "the bank". */
static bool fits(const dgm_builder *b, const dgm_found *g, dgm_str code, const dgm_found *f, dgm_home_view *view) {
    uint32_t sectors;
    if (g->kind != DGM_FOUND_ORGANISATION || !international(b->r, g, &sectors))
        return true;
    if (!(sectors & f->sectors))
        return false;
    mark(view, code, DGM_HOME_body);
    if (definite(b->doc, f))
        mark(view, code, DGM_HOME_the_body);
    return true;
}

static void own_sentence(const dgm_builder *b, const dgm_found *g, dgm_str code, void *arg) {
    nearness *n = arg;
    if (g == n->f || (g->kind == DGM_FOUND_ADJECTIVE && dgm_tied_on(b->r, g->first)) ||
        !fits(b, g, code, n->f, n->view))
        return;
    unsigned kind = kind_of(b, g), more = n->rooted ? rooted_kind(kind) : DGM_HOMES;
    mark(n->view, code, kind);
    if (more != DGM_HOMES)
        mark(n->view, code, more);
    if (g->first < n->f->first)
        n->before = code;
    else if (!n->after.n)
        n->after = code;
    if (dgm_home_clause(b->doc, g->first) == n->clause)
        mark(n->view, code, DGM_HOME_same_clause);
}

typedef struct other {
    dgm_home_view *view;
    const dgm_found *f;
    unsigned feature;
    dgm_str last;
} other;

static void other_sentence(const dgm_builder *b, const dgm_found *g, dgm_str code, void *arg) {
    other *o = arg;
    if (!fits(b, g, code, o->f, o->view))
        return;
    if (o->feature != DGM_HOMES)
        mark(o->view, code, o->feature);
    o->last = code;
}

static void around(const dgm_builder *b, const dgm_found *f, uint32_t sentence, dgm_home_view *view) {
    const dgm_sentence *s = b->doc->sentences.items;
    dgm_str latest = {0};
    for (uint32_t back = 1; back <= LATEST_BACK && back <= sentence; back++) {
        if (s[sentence - back].headline)
            break;
        other o = {view, f, back == 2 ? DGM_HOME_last_2 : (unsigned)DGM_HOMES, {0}};
        each(b, sentence - back, other_sentence, &o);
        if (!latest.n)
            latest = o.last;
        if (latest.n && back >= 2)
            break;
    }
    if (latest.n)
        mark(view, latest, DGM_HOME_latest);
    if (sentence + 1 < b->doc->sentences.count) {
        other o = {view, f, DGM_HOME_next_1, {0}};
        each(b, sentence + 1, other_sentence, &o);
    }
    uint32_t first = sentence, end = sentence + 1;
    while (first > 0 && sentence - first < LATEST_BACK && s[first - 1].paragraph == s[sentence].paragraph)
        first--;
    while (end < b->doc->sentences.count && end - sentence < LATEST_BACK && s[end].paragraph == s[sentence].paragraph)
        end++;
    for (uint32_t i = first; i < end; i++) {
        other o = {view, f, DGM_HOME_paragraph, {0}};
        each(b, i, other_sentence, &o);
    }
    if (b->doc->sentences.count && s[0].headline && sentence != 0) {
        other o = {view, f, DGM_HOME_headline, {0}};
        each(b, 0, other_sentence, &o);
    }
}

/* ---- what the article said of such words before ------------------------------------------------------------------------- */

static uint64_t word_key(const dgm_builder *b, const dgm_found *f) {
    char key[128];
    dgm_str words = f->kind == DGM_FOUND_ROLE && f->end - f->first == 1 && b->doc->tokens.items[f->first].lemma.n
                        ? b->doc->tokens.items[f->first].lemma
                        : dgm_build_words(b, f->first, f->end);
    uint32_t n = dgm_fold_key(words, key, sizeof key);
    return dgm_build_key("word with home", (dgm_str){key, n}, (dgm_str){0});
}

static uint64_t head_key(const dgm_builder *b, const dgm_found *f) {
    char key[64];
    uint32_t n = dgm_fold_key(b->doc->tokens.items[f->end - 1].lemma, key, sizeof key);
    return dgm_build_key("head with home", (dgm_str){key, n}, (dgm_str){0});
}

static uint64_t sector_key(const dgm_found *f) {
    return dgm_build_key("sector with home", (dgm_str){(const char *)&f->sectors, sizeof f->sectors}, (dgm_str){0});
}

static dgm_str country_of(const dgm_builder *b, uint32_t entity) {
    return entity == DGM_NONE ? (dgm_str){0} : b->doc->entities.items[entity].code;
}

static void said_before(dgm_builder *b, const dgm_found *f, dgm_home_view *view) {
    mark(view, country_of(b, *dgm_build_slot(b, word_key(b, f))), DGM_HOME_same_word);
    dgm_str same_head = country_of(b, *dgm_build_slot(b, head_key(b, f)));
    mark(view, same_head, DGM_HOME_same_head);
    if (definite(b->doc, f))
        mark(view, same_head, DGM_HOME_the_same_head);
    if (f->sectors)
        mark(view, country_of(b, *dgm_build_slot(b, sector_key(f))), DGM_HOME_same_sector);
}

void dgm_home_stated(dgm_builder *b, const dgm_found *f) {
    if (f->entity == DGM_NONE)
        return;
    *dgm_build_slot(b, word_key(b, f)) = f->entity;
    *dgm_build_slot(b, head_key(b, f)) = f->entity;
    if (f->sectors)
        *dgm_build_slot(b, sector_key(f)) = f->entity;
}

/* ---- the article as a whole ----------------------------------------------------------------------------------------------- */

static void whole(const dgm_reader *r, bool is_rooted, dgm_home_view *view) {
    mark(view, r->doc->clean.dateline.country, DGM_HOME_dateline);
    float *x = row_of(view, r->country); /* a candidate in any case */
    if (x && is_rooted)
        mark(view, r->country, DGM_HOME_main_rooted);
    if (r->one_country)
        mark(view, r->country, DGM_HOME_half);
    if (r->one_country && is_rooted)
        mark(view, r->country, DGM_HOME_half_rooted);
    for (uint32_t i = 0; i < view->count && r->country_total; i++)
        for (uint32_t k = 0; k < r->country_count; k++)
            if (dgm_str_eq(view->codes[i], r->countries[k].code))
                view->x[i][DGM_HOME_share] = (float)r->countries[k].weight / (float)r->country_total;
}

void dgm_home_look(dgm_builder *b, const dgm_found *f, dgm_home_view *view) {
    const dgm_doc *doc = b->doc;
    nearness n = {.view = view, .f = f, .rooted = (f->sectors & rooted) != 0};
    memset(view, 0, sizeof *view);
    n.clause = dgm_home_clause(doc, f->end - 1);
    each(b, doc->tokens.items[f->first].sentence, own_sentence, &n);
    if (n.before.n)
        mark(view, n.before, DGM_HOME_before);
    if (n.after.n)
        mark(view, n.after, DGM_HOME_after);
    around(b, f, doc->tokens.items[f->first].sentence, view);
    said_before(b, f, view);
    whole(b->r, n.rooted, view);
}

bool dgm_home_of_place(const dgm_found *f) {
    return f->kind == DGM_FOUND_PLACE || f->kind == DGM_FOUND_REGION || f->kind == DGM_FOUND_CAPITAL ||
           (f->kind == DGM_FOUND_NAME && (f->type == DGM_ENTITY_PLACE || f->type == DGM_ENTITY_FACILITY));
}

/* A town or region of the name lies in that country; `largest` is the one of most people so far, a row of the view or NULL. */
static void lies_there(dgm_home_view *view, const char *country, int64_t people, float **largest, int64_t *most) {
    float *x = row_of(view, dgm_str_of(country));
    if (!x)
        return;
    float size = (float)log10(1.0 + (double)people) / 7.0f;
    x[DGM_HOME_on_map] = 1;
    if (size > x[DGM_HOME_on_map_people])
        x[DGM_HOME_on_map_people] = size;
    if (!*largest || people > *most) {
        *largest = x;
        *most = people;
    }
}

/* Countries that have a place of the name come into question though nobody speaks of them. */
static void look_on_map(const dgm_builder *b, const dgm_found *f, dgm_home_view *view) {
    const dgm_entity_knowledge *k = b->r->know;
    dgm_str name = dgm_build_words(b, f->first, f->end);
    dgm_hits hits;
    float *largest = NULL;
    int64_t most = 0;
    if (dgm_index_find(&k->place_names, name, &hits))
        for (uint32_t i = 0; i < hits.count && i < NAMESAKES; i++) {
            uint32_t row = dgm_hits_at(&hits, i).row;
            lies_there(view, dgm_table_str(&k->places, row, k->place.country),
                       dgm_table_int(&k->places, row, k->place.population), &largest, &most);
        }
    if (dgm_index_find(&k->region_names, name, &hits))
        for (uint32_t i = 0; i < hits.count && i < NAMESAKES; i++) {
            uint32_t row = dgm_hits_at(&hits, i).row;
            lies_there(view, dgm_table_str(&k->regions, row, k->region_country),
                       dgm_table_int(&k->regions, row, k->region_people), &largest, &most);
        }
    if (largest)
        largest[DGM_HOME_on_map_largest] = 1;
}

/* "The Secretary-General": of the international body that the article speaks of last before, else first behind; empty: of none. */
static dgm_str body_of(const dgm_builder *b, const dgm_found *f) {
    const dgm_reader *r = b->r;
    dgm_str code = {0};
    uint32_t sectors;
    for (uint32_t i = 0; i < r->found.count && i < BODIES_LOOKS && !(code.n && r->found.items[i].first > f->first); i++)
        if (r->found.items[i].kind == DGM_FOUND_ORGANISATION && international(r, &r->found.items[i], &sectors))
            code =
                dgm_str_of(dgm_table_str(&r->know->organisations, r->found.items[i].row, r->know->organisation.code));
    return code;
}

dgm_str dgm_build_country(dgm_builder *b, const dgm_found *f) {
    dgm_home_view view;
    if (f->kind == DGM_FOUND_ROLE && f->sectors >> DGM_SECTOR_IGO & 1 && body_of(b, f).n)
        return body_of(b, f);
    double best_sum = 0;
    uint32_t best = 0;
    bool place = dgm_home_of_place(f);
    dgm_home_look(b, f, &view);
    if (place)
        look_on_map(b, f, &view);
    if (b->r->trace)
        b->r->trace(b->r->trace_arg, b, f, &view);
    uint32_t stranger = DGM_NONE, native = place ? DGM_NONE : dgm_home_by_deed(b, f, &view, &stranger);
    if (native != DGM_NONE)
        return view.codes[native];
    bool first = true;
    for (uint32_t i = 0; i < view.count; i++) {
        double sum = 0;
        if (i == stranger)
            continue;
        for (unsigned k = 0; k < DGM_HOMES; k++)
            sum += b->r->know->homes[place][k] * (double)view.x[i][k];
        if (first || sum > best_sum) {
            best = i;
            best_sum = sum;
            first = false;
        }
    }
    bool none =
        view.count == 0 || (!place && dgm_home_is_abroad(b, f, &view, best)); /* the next best is a mere guess */
    return none ? (dgm_str){0} : view.codes[best];
}
