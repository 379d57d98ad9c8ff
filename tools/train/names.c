/* SPDX-License-Identifier: Apache-2.0 */
#include "names.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK 40u /* sentences that are read as one text */
#define OPEN_MOST 64u

typedef struct span_of { /* tokens of the reading */
    uint32_t first, end;
} span_of;

/* ---- what all sources share ------------------------------------------------------------------------------------- */
static const dgm_token *token(const reading *g, uint32_t t) { return &g->doc.tokens.items[t]; }
static bool upper(const reading *g, uint32_t t) { return dgm_upper_first(&g->doc, t); }
static const dgm_found *found_at(const reading *g, uint32_t t) {
    return g->reader.at[t] == DGM_NONE ? NULL : &g->reader.found.items[g->reader.at[t]];
}
static bool in_index(const reading *g, const dgm_index *index, uint32_t t) {
    dgm_hits hits;
    return dgm_index_find(index, dgm_doc_form(&g->doc, t), &hits);
}
static bool is_title(const reading *g, uint32_t t) { return in_index(g, &g->reader.know->title_names, t); }
static bool is_calendar(const reading *g, uint32_t t) {
    return in_index(g, &g->reader.know->month_names, t) || in_index(g, &g->reader.know->weekday_names, t);
}

static uint8_t class_of_site(const reading *g, span_of s, uint8_t otherwise) {
    dgm_hits hits;
    for (uint32_t t = s.end; t-- > s.first;)
        if (dgm_index_find(&g->reader.know->site_names, dgm_doc_form(&g->doc, t), &hits))
            switch (dgm_site_type(g->reader.know, dgm_hits_at(&hits, 0).row)) {
            case DGM_ENTITY_FACILITY:
                return DGM_NAME_FACILITY;
            case DGM_ENTITY_AGREEMENT:
                return DGM_NAME_AGREEMENT;
            case DGM_ENTITY_EVENT:
                return DGM_NAME_EVENT;
            default:
                return DGM_NAME_PLACE;
            }
    return otherwise;
}

/* "the", "Mr" and "President" are no part of a name. */
static span_of trim(const reading *g, span_of s, bool person) {
    while (s.first < s.end && (token(g, s.first)->upos == DGM_UPOS_DET || token(g, s.first)->upos == DGM_UPOS_PUNCT))
        s.first++;
    while (s.first < s.end && token(g, s.end - 1)->upos == DGM_UPOS_PART)
        s.end--;
    while (person && s.first + 1 < s.end) {
        const dgm_found *f = found_at(g, s.first);
        if (f && f->kind == DGM_FOUND_ROLE && f->end < s.end)
            s.first = f->end;
        else if (is_title(g, s.first))
            s.first++;
        else
            break;
    }
    return s;
}

/* Labels the words of `words` that are tokens [first, end); words[0] is token `base`. */
static void put_label(word *words, uint32_t base, span_of s, uint8_t class) {
    for (uint32_t t = s.first; t < s.end; t++)
        words[t - base].name = DGM_NAME_LABEL(class, s.end - s.first == 1 ? DGM_NAME_ONLY
                                                     : t == s.first       ? DGM_NAME_FIRST
                                                     : t + 1 == s.end     ? DGM_NAME_LAST
                                                                          : DGM_NAME_INSIDE);
}

static bool is_free(const word *words, uint32_t base, span_of s) {
    for (uint32_t t = s.first; t < s.end; t++)
        if (words[t - base].name != 0 && words[t - base].name != NAME_UNSURE)
            return false;
    return s.first < s.end;
}

void names_take(const reading *g, word *words, uint32_t base, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        words[i].as_upos = token(g, base + i)->upos;
        words[i].known = dgm_known(&g->reader, base + i);
        words[i].name = 0;
    }
}

void names_put(const reading *g, word *words, uint32_t base, uint32_t first, uint32_t end, uint8_t class) {
    span_of s = trim(g, (span_of){first, end}, class == DGM_NAME_PERSON);
    const dgm_found *f = s.first < s.end ? found_at(g, s.first) : NULL;
    if (f && f->kind == DGM_FOUND_ADJECTIVE && f->first == s.first && f->end == s.end)
        class = DGM_NAME_GROUP;
    if (is_free(words, base, s))
        put_label(words, base, s, class);
}

/* Nationalities: no source but the lexicon has them as a class. */
static void label_nationalities(const reading *g, word *words, uint32_t base, uint32_t n) {
    for (uint32_t t = base; t < base + n; t++) {
        const dgm_found *f = found_at(g, t);
        span_of s = f ? (span_of){f->first, f->end} : (span_of){t, t};
        if (f && f->kind == DGM_FOUND_ADJECTIVE && f->first == t && is_free(words, base, s))
            put_label(words, base, s, DGM_NAME_GROUP);
    }
}

static uint32_t chunk(uint32_t left) { return left < CHUNK ? left : CHUNK; }

typedef void (*labeller)(const reading *g, uint32_t base, sentence *s);

static void each_sentence(treebank *bank, uint32_t first, uint32_t count, const rooms *r, labeller label) {
    for (uint32_t at = first; at < first + count; at += CHUNK) {
        uint32_t n = chunk(first + count - at);
        reading g;
        reading_of_sentences(&g, r, &bank->sentences[at], n);
        for (uint32_t i = 0; i < n; i++) {
            sentence *s = &bank->sentences[at + i];
            uint32_t base = g.doc.sentences.items[i].first;
            names_take(&g, s->words, base, s->n);
            label(&g, base, s);
            label_nationalities(&g, s->words, base, s->n);
        }
        reading_done(&g);
    }
}

/* ---- entities in MISC ------------------------------------------------------------------------------------------- */
typedef struct mention {
    dgm_str id, type;
    uint32_t first, end; /* words of the sentence */
    bool known;          /* it has an identity */
} mention;
typedef DGM_VEC(mention) mentions;

static dgm_str field(dgm_str s, uint32_t number) {
    for (uint32_t i = 0, start = 0; i <= s.n; i++)
        if (i == s.n || s.p[i] == '-') {
            if (number-- == 0)
                return (dgm_str){s.p + start, i - start};
            start = i + 1;
        }
    return (dgm_str){0};
}

static void close_mention(mentions *all, dgm_str id, uint32_t end) {
    for (uint32_t i = all->count; i-- > 0;)
        if (all->items[i].end == 0 && dgm_str_eq(all->items[i].id, id)) {
            all->items[i].end = end;
            return;
        }
}

/* "(1-place-…(2-person-…)" opens 1 and is 2; "2)1)" closes both. */
static void read_mentions(const sentence *s, mentions *all, dgm_arena *arena) {
    for (uint32_t i = 0; i < s->n; i++) {
        dgm_str e = s->words[i].entity;
        for (uint32_t at = 0; at < e.n;) {
            bool opens = e.p[at] == '(';
            uint32_t start = at + opens, end = start;
            while (end < e.n && e.p[end] != '(' && e.p[end] != ')')
                end++;
            bool closes = end < e.n && e.p[end] == ')';
            dgm_str body = {e.p + start, end - start}, id = field(body, 0);
            if (opens && all->count < 4096)
                *(mention *)need(DGM_PUSH(all, arena)) =
                    (mention){id, field(body, 1), i, closes ? i + 1 : 0, field(body, 6).n > 0};
            else if (closes)
                close_mention(all, id, i + 1);
            at = end + closes > at ? end + closes : at + 1;
        }
    }
}

static int longer_first(const void *a, const void *b) {
    const mention *x = a, *y = b;
    uint32_t n = x->end - x->first, m = y->end - y->first;
    return n != m ? (n < m) - (n > m) : (x->first > y->first) - (x->first < y->first);
}

static uint32_t head_of(const sentence *s, const mention *m) {
    for (uint32_t i = m->first; i < m->end; i++)
        if (s->words[i].head < (int32_t)m->first + 1 || s->words[i].head > (int32_t)m->end)
            return i;
    return m->first;
}

/* "The critic Eduard Hanslick", whose head may be the critic: the name that stands with it. */
static uint32_t named_head(const sentence *s, const mention *m) {
    uint32_t head = head_of(s, m);
    if (s->words[head].upos == DGM_UPOS_PROPN)
        return head;
    for (uint32_t i = head + 1; i < m->end; i++) {
        uint8_t rel = s->words[i].rel;
        if (s->words[i].head == (int32_t)head + 1 && s->words[i].upos == DGM_UPOS_PROPN && i == head + 1 &&
            (rel == DGM_REL_FLAT || rel == DGM_REL_APPOS || rel == DGM_REL_NMOD_DESC))
            return i;
    }
    return DGM_NONE;
}

static bool of_a_name(const reading *g, const word *w, uint32_t t) {
    return w->upos == DGM_UPOS_PROPN ||
           (upper(g, t) && (w->upos == DGM_UPOS_ADJ || w->upos == DGM_UPOS_NOUN || w->upos == DGM_UPOS_VERB)) ||
           w->upos == DGM_UPOS_X;
}

static bool links(const reading *g, uint32_t t, bool person) {
    static const char *const both[] = {"-", "de", "la", "van", "von", "der", "al", "bin", "ibn", "del", "'", "."};
    static const char *const others[] = {"of", "for", "the", "and", "&", "in", "/", "–"};
    dgm_str form = dgm_doc_form(&g->doc, t);
    for (size_t i = 0; i < sizeof both / sizeof both[0]; i++)
        if (dgm_str_is(form, both[i]))
            return true;
    for (size_t i = 0; !person && i < sizeof others / sizeof others[0]; i++)
        if (dgm_str_is(form, others[i]))
            return true;
    return false;
}

/* The name in a mention: its head and what is joined to it within the mention. */
static span_of name_in(const reading *g, uint32_t base, const sentence *s, const mention *m, bool person) {
    uint32_t head = named_head(s, m), lo = head, hi = head + 1;
    while (lo > m->first &&
           (of_a_name(g, &s->words[lo - 1], base + lo - 1) ||
            (lo > m->first + 1 && links(g, base + lo - 1, true) && of_a_name(g, &s->words[lo - 2], base + lo - 2))))
        lo--;
    while (hi < m->end) {
        uint32_t next = hi;
        while (next < m->end && next < hi + 2 && links(g, base + next, person))
            next++;
        if (next == m->end || !(of_a_name(g, &s->words[next], base + next) ||
                                (next == hi && !person && s->words[next].upos == DGM_UPOS_NUM)))
            break;
        hi = next + 1;
    }
    return trim(g, (span_of){base + lo, base + hi}, person);
}

static uint8_t class_of_mention(const reading *g, const mention *m, span_of s) {
    if (dgm_str_is(m->type, "person"))
        return DGM_NAME_PERSON;
    if (dgm_str_is(m->type, "organization"))
        return DGM_NAME_ORGANIZATION;
    if (dgm_str_is(m->type, "place"))
        return class_of_site(g, s, DGM_NAME_PLACE) == DGM_NAME_FACILITY ? DGM_NAME_FACILITY : DGM_NAME_PLACE;
    uint8_t site = class_of_site(g, s, DGM_NAME_OTHER);
    if (dgm_str_is(m->type, "event"))
        return site == DGM_NAME_AGREEMENT ? site : DGM_NAME_EVENT;
    return site == DGM_NAME_AGREEMENT || (site == DGM_NAME_EVENT && dgm_str_is(m->type, "time")) ? site
                                                                                                 : DGM_NAME_OTHER;
}

static void label_mention(const reading *g, uint32_t base, sentence *s, const mention *m) {
    bool person = dgm_str_is(m->type, "person");
    if (m->end == 0 || named_head(s, m) == DGM_NONE)
        return;
    span_of name = name_in(g, base, s, m, person);
    if (!is_free(s->words, base, name))
        return;
    const dgm_found *f = found_at(g, name.first);
    if (person && name.end - name.first == 1 && ((f && f->kind == DGM_FOUND_ROLE) || is_title(g, name.first)))
        return; /* "Senators" */
    uint8_t class = class_of_mention(g, m, name);
    bool calendar = true;
    for (uint32_t t = name.first; t < name.end; t++)
        calendar = calendar && (is_calendar(g, t) || token(g, t)->upos == DGM_UPOS_NUM);
    if (!calendar && !(dgm_str_is(m->type, "time") && class == DGM_NAME_OTHER))
        put_label(s->words, base, name, class);
}

static void label_mentions(const reading *g, uint32_t base, sentence *s) {
    mentions all = {0};
    read_mentions(s, &all, g->arena);
    if (all.count)
        qsort(all.items, all.count, sizeof *all.items, longer_first);
    for (uint32_t i = 0; i < all.count; i++)
        label_mention(g, base, s, &all.items[i]);
}

void names_of_mentions(treebank *bank, uint32_t first, uint32_t count, const rooms *r) {
    each_sentence(bank, first, count, r, label_mentions);
}

/* ---- dates ------------------------------------------------------------------------------------------------------- */
static bool is_year(dgm_str s) {
    bool digits = s.n == 4 && (s.p[0] == '1' || s.p[0] == '2');
    for (uint32_t i = 0; digits && i < s.n; i++)
        digits = s.p[i] >= '0' && s.p[i] <= '9';
    return digits;
}

/* Does the mention name a day, a month or a year? "Four hours" and "the day" do not. */
static bool is_date(const reading *g, uint32_t base, const mention *m) {
    bool any = false;
    for (uint32_t t = base + m->first; t < base + m->end; t++)
        any = any || is_calendar(g, t) || is_year(dgm_doc_form(&g->doc, t));
    return any && m->end > m->first && m->end - m->first <= 8 && dgm_str_is(m->type, "time");
}

static void count_dates(reading *g, uint32_t base, const sentence *s, names_dates *sum) {
    mentions all = {0};
    dgm_times said = {0};
    dgm_clock clock = {.today = {.year = 2020, .month = 6, .day = 15}};
    read_mentions(s, &all, g->arena);
    if (dgm_read_times(&g->stage, base, base + s->n, &clock, &said) != DGM_OK)
        stop("when", g->error.what);
    sum->said += said.count;
    for (uint32_t i = 0; i < all.count; i++) {
        const mention *m = &all.items[i];
        bool exact = false, touched = false;
        if (!is_date(g, base, m))
            continue;
        span_of span = trim(g, (span_of){base + m->first, base + m->end}, false);
        for (uint32_t j = 0; j < said.count; j++) {
            exact = exact || (said.items[j].first == span.first && said.items[j].end == span.end);
            touched = touched || (said.items[j].first < span.end && said.items[j].end > span.first);
        }
        sum->gold++;
        sum->exact += exact;
        sum->touched += touched;
    }
}

void names_count_dates(const treebank *bank, const rooms *r, names_dates *sum) {
    for (uint32_t at = 0; at < bank->count; at += CHUNK) {
        uint32_t n = chunk(bank->count - at);
        reading g;
        reading_of_sentences(&g, r, &bank->sentences[at], n);
        g.stage.know = r->know.of[DGM_STAGE_when];
        for (uint32_t i = 0; i < n; i++)
            count_dates(&g, g.doc.sentences.items[i].first, &bank->sentences[at + i], sum);
        reading_done(&g);
    }
}

/* ---- at a distance ---------------------------------------------------------------------------------------------- */
static bool proper(const reading *g, uint32_t t) { return token(g, t)->upos == DGM_UPOS_PROPN && upper(g, t); }

static int class_of_found(const dgm_found *f) {
    switch (f->kind) {
    case DGM_FOUND_COUNTRY:
    case DGM_FOUND_CAPITAL:
    case DGM_FOUND_PLACE:
    case DGM_FOUND_REGION:
        return DGM_NAME_PLACE;
    case DGM_FOUND_ORGANISATION:
        return DGM_NAME_ORGANIZATION;
    case DGM_FOUND_HOLDER:
        return f->end - f->first > 1 ? DGM_NAME_PERSON : -1;
    default:
        return -1;
    }
}

/* A run of proper nouns that the lexicon does not have: what its words say, or −1. */
static int class_of_run(const reading *g, uint32_t base, span_of s) {
    uint32_t n = s.end - s.first;
    bool titled = s.first > base && (is_title(g, s.first - 1) ||
                                     (found_at(g, s.first - 1) && found_at(g, s.first - 1)->kind == DGM_FOUND_ROLE));
    if (n > 1 && in_index(g, &g->reader.know->body_names, s.end - 1))
        return DGM_NAME_ORGANIZATION;
    if (n > 1 && in_index(g, &g->reader.know->site_names, s.end - 1))
        return class_of_site(g, (span_of){s.end - 1, s.end}, DGM_NAME_OTHER);
    if ((titled && n <= 3) || (n > 1 && n <= 3 && in_index(g, &g->reader.know->forename_names, s.first)))
        return DGM_NAME_PERSON;
    return -1;
}

static bool interrupts(const reading *g, uint32_t t) {
    const dgm_found *f = found_at(g, t);
    return !proper(g, t) || is_title(g, t) || is_calendar(g, t) || (f && f->kind == DGM_FOUND_ROLE);
}

static void label_run(const reading *g, uint32_t base, sentence *s, span_of run) {
    const dgm_found *f = found_at(g, run.first);
    int class = -1;
    if (f && f->first == run.first && f->end == run.end)
        class = class_of_found(f);
    else if (!f) {
        bool clean = true;
        for (uint32_t t = run.first; t < run.end; t++)
            clean = clean && !found_at(g, t);
        class = clean ? class_of_run(g, base, run) : -1;
    }
    if (class >= 0)
        put_label(s->words, base, run, (uint8_t) class);
    else
        for (uint32_t t = run.first; t < run.end; t++)
            s->words[t - base].name = NAME_UNSURE;
}

static void label_lexicon(const reading *g, uint32_t base, sentence *s) {
    for (uint32_t t = base, end = base + s->n; t < end;) {
        const dgm_found *f = found_at(g, t);
        if (f && f->first == t && f->kind == DGM_FOUND_ADJECTIVE) {
            t = f->end;
            continue;
        }
        if (interrupts(g, t) && !(f && class_of_found(f) >= 0)) {
            t++;
            continue;
        }
        span_of run = {t, f ? f->end : t + 1};
        while (run.end < end &&
               ((found_at(g, run.end) && class_of_found(found_at(g, run.end)) >= 0) || !interrupts(g, run.end) ||
                (run.end + 1 < end && dgm_str_is(dgm_doc_form(&g->doc, run.end), "-"))))
            run.end++;
        label_run(g, base, s, run);
        t = run.end;
    }
}

void names_of_lexicon(treebank *bank, uint32_t first, uint32_t count, const rooms *r) {
    each_sentence(bank, first, count, r, label_lexicon);
}

/* ---- as the entity room has them -------------------------------------------------------------------------------- */
static uint8_t class_of_entity_type(const dgm_mention *m) {
    static const uint8_t classes[DGM_ENTITY_TYPE_COUNT] = {
        [DGM_ENTITY_OTHER] = DGM_NAME_OTHER,
        [DGM_ENTITY_PERSON] = DGM_NAME_PERSON,
        [DGM_ENTITY_ORGANIZATION] = DGM_NAME_ORGANIZATION,
        [DGM_ENTITY_COUNTRY] = DGM_NAME_PLACE,
        [DGM_ENTITY_PLACE] = DGM_NAME_PLACE,
        [DGM_ENTITY_FACILITY] = DGM_NAME_FACILITY,
        [DGM_ENTITY_AGREEMENT] = DGM_NAME_AGREEMENT,
        [DGM_ENTITY_EVENT] = DGM_NAME_EVENT,
        [DGM_ENTITY_GROUP] = DGM_NAME_GROUP,
        [DGM_ENTITY_WEAPON] = DGM_NAME_OTHER,
    };
    return m->adjective ? DGM_NAME_GROUP : classes[m->type];
}

/* "Supreme Court", though it is told by its words like any court, is a name. */
static bool is_name(const reading *g, const dgm_mention *m) {
    bool capitals = m->kind == DGM_MENTION_NOMINAL && m->end - m->first > 1;
    for (uint32_t t = m->first; capitals && t < m->end; t++)
        capitals = upper(g, t);
    return m->kind == DGM_MENTION_NAME || capitals;
}

void names_of_room(treebank *bank, const rooms *r, const dgm_name_net *net) {
    for (uint32_t at = 0; at < bank->count; at += CHUNK) {
        uint32_t n = chunk(bank->count - at);
        reading g;
        reading_of_sentences(&g, r, &bank->sentences[at], n);
        reading_find_names(&g, r, net);
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t j = 0; j < bank->sentences[at + i].n; j++)
                bank->sentences[at + i].words[j].name = 0;
        for (uint32_t i = 0; i < g.doc.mentions.count; i++) { /* longer ones come before those inside */
            const dgm_mention *m = &g.doc.mentions.items[i];
            uint32_t number = g.doc.tokens.items[m->first].sentence;
            sentence *s = &bank->sentences[at + number];
            uint32_t base = g.doc.sentences.items[number].first;
            if (is_name(&g, m) && is_free(s->words, base, (span_of){m->first, m->end}))
                put_label(s->words, base, (span_of){m->first, m->end}, class_of_entity_type(m));
        }
        reading_done(&g);
    }
}
