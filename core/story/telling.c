/* SPDX-License-Identifier: Apache-2.0 */
/* What speaks for two tellings to be of one event: who takes part, when, where, in which words. A logistic model over pairs, as in
 * mention-pair coreference (Soon, Ng and Lim 2001). */
#include "story/telling.h"

#include <math.h>
#include <string.h>

#include "doc/tree.h"

#define THINGS 12u /* of a clause that are looked at */
#define CLAUSE 40u /* tokens */

static const char *const names[DGM_TELLINGS] = {
#define S(name) #name,
#include "story/telling.def"
#undef S
};
const char *dgm_telling_name(unsigned feature) { return names[feature]; }

/* ---- who ------------------------------------------------------------------------------------------------------------- */

static bool same_actor(const dgm_entity *a, const dgm_entity *b) {
    return a == b || (a->code.n && dgm_str_eq(a->code, b->code) &&
                      (a->sectors == b->sectors || a->type == DGM_ENTITY_COUNTRY || b->type == DGM_ENTITY_COUNTRY));
}

static uint32_t shared(const dgm_doc *doc, const dgm_participants *a, const dgm_participants *b) {
    const dgm_entity *all = doc->entities.items;
    uint32_t n = 0;
    for (uint32_t i = 0; i < a->count; i++) {
        bool found = false;
        for (uint32_t j = 0; j < b->count && !found; j++)
            found = same_actor(&all[a->items[i].entity], &all[b->items[j].entity]);
        n += found;
    }
    return n;
}

static bool kin(const dgm_doc *doc, const dgm_participants *a, const dgm_participants *b) {
    const dgm_entity *all = doc->entities.items;
    for (uint32_t i = 0; i < a->count; i++)
        for (uint32_t j = 0; j < b->count; j++) {
            dgm_str x = all[a->items[i].entity].code;
            if (x.n && dgm_str_eq(x, all[b->items[j].entity].code))
                return true;
        }
    return false;
}

/* The features of one side stand in one order for actors and recipients: `first` is the first of them. */
static void look_at_side(const dgm_doc *doc, const dgm_participants *a, const dgm_participants *b, bool told,
                         unsigned first, float *x) {
    enum { SAME, OTHER, KIN, GUESSED_SAME, GUESSED_OTHER, NOBODY };
    _Static_assert(DGM_TELLING_no_actors - DGM_TELLING_same_actors == NOBODY, "order");
    _Static_assert(DGM_TELLING_no_recipients - DGM_TELLING_same_recipients == NOBODY, "order");
    if (!a->count || !b->count) {
        x[first + NOBODY] = 1;
        return;
    }
    bool same = shared(doc, a, b) > 0;
    x[first + (told ? same ? SAME : OTHER : same ? GUESSED_SAME : GUESSED_OTHER)] = 1;
    if (!same && kin(doc, a, b))
        x[first + KIN] = 1;
}

/* Of whom a names, on either side: how many b has, too, on either side. */
static uint32_t there(const dgm_doc *doc, const dgm_event *a, const dgm_event *b) {
    const dgm_participants *of_a[] = {&a->actors, &a->recipients}, *of_b[] = {&b->actors, &b->recipients};
    const dgm_entity *all = doc->entities.items;
    uint32_t n = 0;
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < of_a[side]->count; i++) {
            bool found = false;
            for (int other = 0; other < 2; other++)
                for (uint32_t j = 0; j < of_b[other]->count && !found; j++)
                    found = same_actor(&all[of_a[side]->items[i].entity], &all[of_b[other]->items[j].entity]);
            n += found;
        }
    return n;
}

static void look_at_sides(const dgm_doc *doc, const dgm_event *a, const dgm_event *b, float *x) {
    bool actors_told = dgm_side_told(&a->actors, a->guess[0]) && dgm_side_told(&b->actors, b->guess[0]),
         recipients_told = dgm_side_told(&a->recipients, a->guess[1]) && dgm_side_told(&b->recipients, b->guess[1]);
    look_at_side(doc, &a->actors, &b->actors, actors_told, DGM_TELLING_same_actors, x);
    look_at_side(doc, &a->recipients, &b->recipients, recipients_told, DGM_TELLING_same_recipients, x);
    uint32_t in_a = a->actors.count + a->recipients.count, in_b = b->actors.count + b->recipients.count;
    x[DGM_TELLING_all_there] = in_a && in_b && (in_a <= in_b ? there(doc, a, b) == in_a : there(doc, b, a) == in_b);
    x[DGM_TELLING_all_same] = x[DGM_TELLING_same_actors] > 0 && x[DGM_TELLING_same_recipients] > 0;
    x[DGM_TELLING_crossed] = shared(doc, &a->actors, &b->recipients) > 0 || shared(doc, &a->recipients, &b->actors) > 0;
}

bool dgm_one_act(const dgm_doc *doc, const dgm_event *a, const dgm_event *b) {
    if (a->sentence != b->sentence)
        return false;
    if (a->type == DGM_EVENT_ASSAULT)
        return !dgm_side_told(&a->actors, a->guess[0]) || !dgm_side_told(&b->actors, b->guess[0]) ||
               shared(doc, &a->actors, &b->actors) > 0;
    return a->type == DGM_EVENT_CONSULT && shared(doc, &a->actors, &b->actors) +
                                                   shared(doc, &a->recipients, &b->actors) +
                                                   shared(doc, &a->actors, &b->recipients) >
                                               0;
}

/* ---- when and where -------------------------------------------------------------------------------------------------- */

static void look_at_days(const dgm_event *a, const dgm_event *b, float *x) {
    bool one = dgm_has_own_date(a), other = dgm_has_own_date(b);
    bool agree = dgm_date_cmp(a->when.start, b->when.end) <= 0 && dgm_date_cmp(b->when.start, a->when.end) <= 0;
    x[DGM_TELLING_same_date] = one && other && agree;
    x[DGM_TELLING_other_date] = one && other && !agree;
    x[DGM_TELLING_one_date] = one != other;
}

bool dgm_says_where(const dgm_where *w) {
    return w->from == DGM_GROUND_SENTENCE && w->precision != DGM_WHERE_NONE && w->precision != DGM_WHERE_COUNTRY;
}

static void look_at_places(const dgm_where *a, const dgm_where *b, float *x) {
    if (!dgm_says_where(a) || !dgm_says_where(b))
        return;
    bool same = dgm_str_eq(a->name, b->name);
    x[DGM_TELLING_same_place] = same;
    x[DGM_TELLING_other_place] = !same && a->country.n && b->country.n && !dgm_str_eq(a->country, b->country);
    x[DGM_TELLING_other_town] = !same && x[DGM_TELLING_other_place] <= 0;
}

/* ---- in which words --------------------------------------------------------------------------------------------------- */

typedef struct things { /* lemmas of a clause that name things and matters */
    dgm_str lemma[THINGS];
    uint32_t count;
} things;

static bool names_actor(const dgm_doc *doc, const dgm_event *e, uint32_t t) {
    const dgm_participants *sides[] = {&e->actors, &e->recipients};
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < sides[side]->count; i++) {
            uint32_t m = sides[side]->items[i].mention;
            if (m < doc->mentions.count && t >= doc->mentions.items[m].first && t < doc->mentions.items[m].end)
                return true;
        }
    return false;
}

static things things_of(const dgm_doc *doc, const dgm_event *e) {
    things all = {.count = 0};
    uint32_t first, end;
    dgm_tree_extent(doc, e->anchor, &first, &end);
    for (uint32_t t = first; t < end && t < first + CLAUSE && all.count < THINGS; t++) {
        const dgm_token *token = &doc->tokens.items[t];
        if ((token->upos == DGM_UPOS_NOUN || token->upos == DGM_UPOS_PROPN) && token->lemma.n > 2 &&
            !names_actor(doc, e, t) && t != e->anchor)
            all.lemma[all.count++] = token->lemma;
    }
    return all;
}

static bool has_thing(const things *all, dgm_str lemma) {
    for (uint32_t i = 0; i < all->count; i++)
        if (dgm_str_eq(all->lemma[i], lemma))
            return true;
    return false;
}

static void look_at_words(const dgm_doc *doc, const dgm_event *a, const dgm_event *b, float *x) {
    things of_a = things_of(doc, a), of_b = things_of(doc, b);
    const dgm_token *t = doc->tokens.items;
    uint32_t common = 0;
    for (uint32_t i = 0; i < of_a.count; i++)
        common += has_thing(&of_b, of_a.lemma[i]);
    x[DGM_TELLING_same_things] = common > 3 ? 1.0f : (float)common / 3.0f;
    x[DGM_TELLING_takes_up] = has_thing(&of_b, t[a->anchor].lemma) || has_thing(&of_a, t[b->anchor].lemma);
    x[DGM_TELLING_same_word] = dgm_str_eq(t[a->anchor].lemma, t[b->anchor].lemma);
}

/* "the attack", "his visit", "Monday's talks"; "an attack", "attacks" */
static void look_at_article(const dgm_doc *doc, const dgm_event *e, float *x) {
    static const char *const definite[] = {"the", "this", "that", "these", "those", "both"};
    const dgm_token *t = &doc->tokens.items[e->anchor];
    if (t->upos != DGM_UPOS_NOUN && t->upos != DGM_UPOS_PROPN)
        return;
    uint32_t det = dgm_tree_child_rel(doc, e->anchor, DGM_REL_DET);
    bool known = dgm_tree_child_rel(doc, e->anchor, DGM_REL_NMOD_POSS) != DGM_NONE;
    for (size_t i = 0; i < sizeof definite / sizeof *definite && det != DGM_NONE && !known; i++)
        known = dgm_tree_lemma_is(doc, det, definite[i]);
    x[DGM_TELLING_noun] = 1;
    x[DGM_TELLING_definite] = known;
    x[DGM_TELLING_indefinite] = !known && (det != DGM_NONE || !(t->feats & DGM_FEAT(SING)));
}

static bool is_further(const dgm_telling_knowledge *k, const dgm_doc *doc, uint32_t anchor) {
    dgm_hits hits;
    for (uint32_t t = dgm_tree_child(doc, anchor, DGM_NONE); t != DGM_NONE && k->has_further;
         t = dgm_tree_child(doc, anchor, t))
        if (dgm_index_find(&k->further, doc->tokens.items[t].lemma, &hits))
            return true;
    return false;
}

static void look_at_form(const dgm_doc *doc, const dgm_event *e, float *x) {
    if (doc->tokens.items[e->anchor].upos != DGM_UPOS_VERB)
        return;
    x[DGM_TELLING_harm] = dgm_tree_passive(doc, e->anchor) && !dgm_side_told(&e->actors, e->guess[0]);
    x[DGM_TELLING_bare] = dgm_tree_bare(doc, e->anchor);
}

/* ---- the rest ----------------------------------------------------------------------------------------------------------- */

static void look_at_amounts(const dgm_magnitude *a, const dgm_magnitude *b, float *x) {
    bool killed = a->killed >= 0 && b->killed >= 0, wounded = a->wounded >= 0 && b->wounded >= 0;
    bool differ = (killed && a->killed != b->killed) || (wounded && a->wounded != b->wounded);
    x[DGM_TELLING_amounts_agree] = (killed || wounded) && !differ;
    x[DGM_TELLING_amounts_differ] = differ;
}

static void look_at_order(const dgm_doc *doc, uint32_t earlier, uint32_t later, float *x) {
    const dgm_event *all = doc->events.items;
    bool before = false, between = false;
    for (uint32_t i = dgm_look_from(later); i < later; i++)
        if (all[i].type == all[later].type && !all[i].dropped) {
            before = before || i < earlier;
            between = between || i > earlier;
        }
    x[DGM_TELLING_only] = !before && !between;
    x[DGM_TELLING_first] = !before;
    x[DGM_TELLING_latest] = !between;
}

static void look_at_distance(const dgm_doc *doc, const dgm_event *a, const dgm_event *b, float *x) {
    const dgm_sentence *s = doc->sentences.items;
    uint32_t between = b->sentence > a->sentence ? b->sentence - a->sentence : a->sentence - b->sentence;
    x[DGM_TELLING_beside] = between == 0;
    x[DGM_TELLING_next] = between == 1;
    x[DGM_TELLING_far] = (float)log2(1.0 + between) / 4.0f;
    x[DGM_TELLING_paragraph] = s[a->sentence].paragraph == s[b->sentence].paragraph;
    x[DGM_TELLING_headline] = s[a->sentence].headline && !s[b->sentence].headline;
}

void dgm_telling_look(const dgm_telling_knowledge *k, const dgm_doc *doc, uint32_t earlier, uint32_t later,
                      float x[DGM_TELLINGS]) {
    const dgm_event *a = &doc->events.items[earlier], *b = &doc->events.items[later];
    memset(x, 0, DGM_TELLINGS * sizeof *x);
    x[DGM_TELLING_always] = 1;
    x[DGM_TELLING_act] = dgm_one_act(doc, a, b);
    look_at_distance(doc, a, b, x);
    look_at_words(doc, a, b, x);
    look_at_sides(doc, a, b, x);
    look_at_days(a, b, x);
    look_at_places(&a->where, &b->where, x);
    x[DGM_TELLING_same_told] = x[DGM_TELLING_all_same] > 0 && x[DGM_TELLING_same_word] > 0 &&
                               x[DGM_TELLING_other_date] <= 0 && x[DGM_TELLING_other_place] <= 0;
    x[DGM_TELLING_one_unreal] = dgm_is_unreal(a) != dgm_is_unreal(b);
    x[DGM_TELLING_both_unreal] = dgm_is_unreal(a) && dgm_is_unreal(b);
    look_at_article(doc, b, x);
    x[DGM_TELLING_another] = is_further(k, doc, b->anchor);
    look_at_form(doc, b, x);
    look_at_amounts(&a->magnitude, &b->magnitude, x);
    look_at_order(doc, earlier, later, x);
    x[DGM_TELLING_same_speaker] = a->speaker != DGM_NONE && a->speaker == b->speaker;
    x[DGM_TELLING_other_speaker] = a->speaker != DGM_NONE && b->speaker != DGM_NONE && a->speaker != b->speaker;
}

/* ---- the model ------------------------------------------------------------------------------------------------------------ */

/* Where the weight of that name goes: "next", "ASSAULT.next"; NULL: nowhere. */
static double *place_of(dgm_telling_knowledge *k, const char *name) {
    const char *dot = strchr(name, '.');
    double *row = dot ? NULL : k->weights;
    for (unsigned type = 1; dot && type < DGM_EVENT_COUNT && !row; type++) {
        const char *of = dgm_event_name(type);
        if (strlen(of) == (size_t)(dot - name) && memcmp(of, name, (size_t)(dot - name)) == 0)
            row = k->of_type[type];
    }
    for (unsigned i = 0; row && i < DGM_TELLINGS; i++)
        if (strcmp(dot ? dot + 1 : name, names[i]) == 0)
            return row + i;
    return NULL;
}

void dgm_tellings_open(const dgm_store *store, dgm_telling_knowledge *k) {
    dgm_table table;
    k->has_further =
        dgm_store_table(store, "further", &table) == DGM_OK && dgm_table_index(&table, "word", &k->further) == DGM_OK;
    if (dgm_store_table(store, "tellings", &table) != DGM_OK)
        return;
    int name = dgm_table_column(&table, "name"), weight = dgm_table_column(&table, "weight");
    for (uint32_t row = 0; name >= 0 && weight >= 0 && row < table.rows; row++) {
        double *place = place_of(k, dgm_table_str(&table, row, name));
        if (place)
            *place = dgm_table_real(&table, row, weight);
    }
}

double dgm_telling_sum(const dgm_telling_knowledge *k, unsigned type, const float x[DGM_TELLINGS]) {
    double sum = 0;
    for (unsigned i = 0; i < DGM_TELLINGS; i++)
        sum += (k->weights[i] + k->of_type[type][i]) * (double)x[i];
    return sum;
}
